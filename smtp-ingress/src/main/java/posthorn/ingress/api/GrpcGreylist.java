package posthorn.ingress.api;

import io.grpc.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import posthorn.ingress.greylist.GreylistStore;
import posthorn.ingress.greylist.Triplet;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.GreylistRequest;
import posthorn.protocol.wire.ProvenSenderRequest;

/** The greylist of {@code mailbox-api}. */
public final class GrpcGreylist implements GreylistStore {
    private final Function<String, Channel> pods;
    private final Duration timeout;
    private final Times times;

    /**
     * How long things are remembered.
     *
     * @param delay that a new triplet has to wait
     * @param retry within which it has to come again
     * @param keep for what is known, since it last came
     * @param knownAfter triplets of a network that have come again make all of it known
     */
    public record Times(Duration delay, Duration retry, Duration keep, int knownAfter) {}

    /**
     * A store behind a connection.
     *
     * @param pods gives the pod for a subject
     * @param timeout for each call
     */
    public GrpcGreylist(Function<String, Channel> pods, Duration timeout, Times times) {
        this.pods = pods;
        this.timeout = timeout;
        this.times = times;
    }

    @Override
    public Duration left(Triplet triplet) throws IOException {
        GreylistRequest request =
                GreylistRequest.newBuilder()
                        .setNetwork(triplet.network())
                        .setSender(triplet.sender())
                        .setSenderDomain(triplet.senderDomain())
                        .setRecipient(triplet.recipient())
                        .setDelaySeconds(times.delay().toSeconds())
                        .setRetrySeconds(times.retry().toSeconds())
                        .setKeepSeconds(times.keep().toSeconds())
                        .setKnownAfter(times.knownAfter())
                        .build();
        return Duration.ofSeconds(
                GrpcDirectory.call(() -> stub(triplet.network()).greylist(request))
                        .getSecondsLeft());
    }

    @Override
    public void proven(String network, String domain) throws IOException {
        ProvenSenderRequest request =
                ProvenSenderRequest.newBuilder()
                        .setNetwork(network)
                        .setDomain(domain)
                        .setKeepSeconds(times.keep().toSeconds())
                        .build();
        GrpcDirectory.call(() -> stub(network).provenSender(request));
    }

    private DirectoryGrpc.DirectoryBlockingStub stub(String subject) {
        return DirectoryGrpc.newBlockingStub(pods.apply(subject))
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
