package posthorn.frontend.api;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import posthorn.frontend.store.SearchRefusedException;
import posthorn.frontend.store.SearchRefusedException.Reason;
import posthorn.frontend.store.UidSet;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.SearchAnswer;
import posthorn.protocol.wire.SearchRefusal;
import posthorn.protocol.wire.SearchRequest;

/** Searches under way, each cancelled when nobody waits for it any more. Any thread. */
final class SearchCalls {
    private static final long LOOK_MILLIS = 200;

    private final RetriedCalls calls;
    private final AtomicInteger underWay = new AtomicInteger();

    SearchCalls(RetriedCalls calls) {
        this.calls = calls;
    }

    /** How many are under way. */
    int underWay() {
        return underWay.get();
    }

    /** The UIDs that match; the search is cancelled as soon as {@code wanted} says no. */
    UidSet search(String account, SearchRequest request, BooleanSupplier wanted) {
        underWay.incrementAndGet();
        try {
            SearchAnswer answer =
                    calls.untilAnswered(
                            account,
                            channel ->
                                    await(
                                            MailboxesGrpc.newFutureStub(channel)
                                                    .withDeadlineAfter(
                                                            calls.timeouts().search().toNanos(),
                                                            TimeUnit.NANOSECONDS)
                                                    .search(request),
                                            wanted));
            if (answer.getRefusal() != SearchRefusal.NOT_REFUSED) {
                throw new SearchRefusedException(reason(answer.getRefusal()));
            }
            return WireCommands.decode(answer.getUidsList());
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static SearchAnswer await(
            ListenableFuture<SearchAnswer> answer, BooleanSupplier wanted) {
        try {
            while (wanted.getAsBoolean()) {
                try {
                    return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillSearching) {
                    // The client is asked for again.
                }
            }
            throw new SearchRefusedException(Reason.NOT_WANTED);
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e).asRuntimeException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withCause(e).asRuntimeException();
        } finally {
            answer.cancel(true);
        }
    }

    private static Reason reason(SearchRefusal refusal) {
        return switch (refusal) {
            case TERM_TOO_LONG -> Reason.TERM_TOO_LONG;
            case TOO_MANY_KEYS -> Reason.TOO_MANY_KEYS;
            case TOO_MANY_SEARCHES -> Reason.TOO_MANY_SEARCHES;
            case TOOK_TOO_LONG, NOT_REFUSED, UNRECOGNIZED -> Reason.TOOK_TOO_LONG;
        };
    }
}
