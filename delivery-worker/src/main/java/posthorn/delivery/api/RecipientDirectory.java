package posthorn.delivery.api;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.Resolved;
import posthorn.runtime.api.MailboxApi;

/** Who is local, asked of {@code mailbox-api}. */
public final class RecipientDirectory {

    private static final int MOST = 1000;

    private final MailboxApi api;
    private final Duration deadline;

    /** Over {@code api}, each call with a deadline. */
    public RecipientDirectory(MailboxApi api, Duration deadline) {
        this.api = api;
        this.deadline = deadline;
    }

    /**
     * What each address is.
     *
     * @param addresses at most 1000
     * @throws AnswerLost when nobody answers
     */
    public Map<String, Resolved> resolve(Collection<String> addresses) {
        List<String> asked = addresses.stream().distinct().limit(MOST).toList();
        try {
            List<Resolved> answers =
                    DirectoryGrpc.newBlockingStub(api.any(asked.getFirst()))
                            .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                            .resolve(ResolveRequest.newBuilder().addAllAddresses(asked).build())
                            .getResolvedList();
            Map<String, Resolved> resolved = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(asked.size(), answers.size()); i++) {
                resolved.put(asked.get(i), answers.get(i));
            }
            return resolved;
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost("mailbox-api: " + e.getMessage(), e);
        }
    }
}
