package posthorn.mailbox.tracing;

import java.util.List;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.account.log.Floor;
import posthorn.mailbox.account.log.InsertAnswer;
import posthorn.runtime.tracing.Span;

/**
 * A log whose inserts are spans of the deliveries in them.
 *
 * @param log that is asked
 */
public record TracedLog(AccountLog log, EntryTraces traces) implements AccountLog {

    private static final String COLLECTION = "entries";

    @Override
    public CompletionStage<List<InsertAnswer>> insert(List<Entry> entries) {
        List<Span> spans =
                entries.stream()
                        .map(entry -> traces.store("insert", COLLECTION, traces.of(entry)))
                        .toList();
        return log.insert(entries).whenComplete((answers, failure) -> end(spans, answers, failure));
    }

    private static void end(List<Span> spans, List<InsertAnswer> answers, Throwable failure) {
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (failure != null) {
                span.failed(failure.getClass().getSimpleName());
            } else if (answers.get(i) != InsertAnswer.OK) {
                span.failed(answers.get(i).name());
            }
            span.end();
        }
    }

    @Override
    public CompletionStage<List<Entry>> read(String account, long from, int limit) {
        return log.read(account, from, limit);
    }

    @Override
    public CompletionStage<List<Entry>> find(String account, List<String> keys) {
        return log.find(account, keys);
    }

    @Override
    public CompletionStage<Long> head(String account) {
        return log.head(account);
    }

    @Override
    public CompletionStage<Void> remove(String account, long n, String proposal) {
        return log.remove(account, n, proposal);
    }

    @Override
    public CompletionStage<Void> deleteThrough(String account, long through) {
        return log.deleteThrough(account, through);
    }

    @Override
    public CompletionStage<Floor> floor(String account) {
        return log.floor(account);
    }
}
