package posthorn.delivery.api;

import io.grpc.Channel;
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

/** Who is local, asked of {@code mailbox-api}. */
public final class RecipientDirectory {

    private static final int MOST = 1000;

    private final MailboxChannels channels;
    private final PodBreakers breakers;
    private final Duration deadline;

    /** Over {@code channels}, each call with a deadline. */
    public RecipientDirectory(MailboxChannels channels, PodBreakers breakers, Duration deadline) {
        this.channels = channels;
        this.breakers = breakers;
        this.deadline = deadline;
    }

    /**
     * What each address is.
     *
     * @param addresses any number
     * @throws AnswerLost when nobody answers, or the pod is not asked now since it answers nobody
     */
    public Map<String, Resolved> resolve(Collection<String> addresses) {
        List<String> all = addresses.stream().distinct().toList();
        Map<String, Resolved> resolved = new LinkedHashMap<>();
        for (int start = 0; start < all.size(); start += MOST) {
            List<String> some = all.subList(start, Math.min(all.size(), start + MOST));
            List<Resolved> answers = ask(some);
            for (int i = 0; i < Math.min(some.size(), answers.size()); i++) {
                resolved.put(some.get(i), answers.get(i));
            }
        }
        return resolved;
    }

    private List<Resolved> ask(List<String> addresses) {
        try {
            Channel channel = channels.any(addresses.getFirst());
            PodBreaker breaker = breakers.of(channel);
            if (!breaker.begin()) {
                throw new AnswerLost("the mailbox service is away and asked again soon");
            }
            return ask(channel, breaker, addresses);
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost(CallFailure.words(e), e);
        }
    }

    private List<Resolved> ask(Channel channel, PodBreaker breaker, List<String> addresses) {
        boolean answered = false;
        try {
            List<Resolved> answers =
                    DirectoryGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                            .resolve(ResolveRequest.newBuilder().addAllAddresses(addresses).build())
                            .getResolvedList();
            answered = true;
            return answers;
        } finally {
            if (answered) {
                breaker.answered();
            } else {
                breaker.failed();
            }
        }
    }
}
