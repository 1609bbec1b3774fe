package posthorn.runtime.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** A resolver that answers as it was told; what it was told nothing of never comes back. */
final class ScriptedResolver implements Resolver {
    private final Map<String, Message> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<Message>> unanswered = new ArrayList<>();

    /**
     * Answers a question.
     *
     * @param question name with its dot
     * @param answer records, one a line, as in a zone file; SOA records stand in the authority
     */
    ScriptedResolver answer(String question, int code, boolean authentic, String... answer)
            throws IOException {
        Message message = new Message();
        message.getHeader().setRcode(code);
        if (authentic) {
            message.getHeader().setFlag(Flags.AD);
        }
        for (String line : answer) {
            try (Master zone = new Master(new ByteArrayInputStream(line.getBytes(US_ASCII)))) {
                Record record = Objects.requireNonNull(zone.nextRecord());
                message.addRecord(
                        record, record.getType() == Type.SOA ? Section.AUTHORITY : Section.ANSWER);
            }
        }
        answers.put(question, message);
        return this;
    }

    List<String> asked() {
        return asked;
    }

    List<CompletableFuture<Message>> unanswered() {
        return unanswered;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query) {
        String name = query.getQuestion().getName().canonicalize().toString();
        asked.add(name);
        Message answer = answers.get(name);
        if (answer != null) {
            return CompletableFuture.completedFuture(answer);
        }
        CompletableFuture<Message> never = new CompletableFuture<>();
        unanswered.add(never);
        return never;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return sendAsync(query);
    }

    @Override
    public void setPort(int port) {}

    @Override
    public void setTCP(boolean flag) {}

    @Override
    public void setIgnoreTruncation(boolean flag) {}

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

    @Override
    public void setTSIGKey(TSIG key) {}

    @Override
    public void setTimeout(Duration timeout) {}
}
