package posthorn.delivery.relay;

import com.google.protobuf.ByteString;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.signing.MessageSigner;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;
import posthorn.runtime.dns.DnsClients;

/**
 * A relay with two hosts for {@code far.test}, the better one of which is the only one for {@code
 * only.test}; over real sockets, TLS and DNS on loopback.
 */
final class RelayRig implements AutoCloseable {

    final Vertx vertx = Vertx.vertx();
    final SmallDns dns = new SmallDns();
    final ScriptedPeer first;
    final ScriptedPeer second;

    /** How often a message was opened. */
    final AtomicInteger opened = new AtomicInteger();

    /** Signs nothing, unless a test says otherwise. */
    volatile MessageSigner signer = MessageSigner.NONE;

    MxRelay relay;

    RelayRig() {
        this(ClientAuth.NONE);
    }

    /** {@code clients}: whether the better host wants a certificate of its clients. */
    RelayRig(ClientAuth clients) {
        Peers peers = peers(clients);
        this.first = peers.first();
        this.second = peers.second();
        this.relay = relay(10_000);
        dns.mx("far.test", 10, "first.test");
        dns.mx("far.test", 20, "second.test");
        dns.mx("only.test", 10, "first.test");
        dns.a("first.test", "127.0.0.1");
        dns.a("second.test", "127.0.0.2");
    }

    private record Peers(ScriptedPeer first, ScriptedPeer second) {}

    /** Two hosts with one port: one that is free at the first address may be taken at the other. */
    private Peers peers(ClientAuth clients) {
        while (true) {
            ScriptedPeer better = new ScriptedPeer(vertx, "127.0.0.1", 0, clients);
            try {
                return new Peers(better, new ScriptedPeer(vertx, "127.0.0.2", better.port()));
            } catch (ScriptedPeer.PortTakenException e) {
                better.close();
            }
        }
    }

    @Override
    public void close() {
        relay.close();
        first.close();
        second.close();
        dns.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Another relay; the hosts behave as usual again and have seen nothing. */
    void begin() {
        relay.close();
        first.forget();
        second.forget();
        relay = relay(10_000);
    }

    /** Another relay, whose every stage may take so many milliseconds. */
    void timeLimit(long millis) {
        relay.close();
        relay = relay(millis);
    }

    /** Sends a message; what it came to, in the order of the recipients. */
    List<AttemptResult> send(String text, String... to) {
        return send(text, () -> true, to);
    }

    List<AttemptResult> send(String text, BooleanSupplier mayEnd, String... to) {
        ByteString octets = ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
        AcceptedMail.Builder mail =
                AcceptedMail.newBuilder()
                        .setReversePath("sender@near.test")
                        .setSize(octets.size())
                        .setEightBit(true);
        for (String address : to) {
            mail.addRecipients(MailRecipient.newBuilder().setAddress(address));
        }
        String domain = to[0].substring(to[0].indexOf('@') + 1);
        List<Integer> ordinals = IntStream.range(0, to.length).boxed().toList();
        QueuedBody body = new QueuedBody.Inline(octets);
        Map<Integer, AttemptResult> results =
                relay.relay(mail.build(), body, domain, ordinals, mayEnd);
        return ordinals.stream().map(o -> Objects.requireNonNull(results.get(o))).toList();
    }

    private MxRelay relay(long patience) {
        RelaySettings settings =
                RelaySettingsOf.defaults()
                        .withPort(first.port())
                        .allowing("127.0.0.0/8")
                        .patience(patience);
        MxRoutes routes =
                new MxRoutes(
                        DnsClients.client(List.of(dns.server()), 100_000, Duration.ofSeconds(10)),
                        new ForbiddenHosts(settings, "mail.here.test"),
                        20,
                        new Random(7));
        return new MxRelay(
                vertx,
                settings,
                routes,
                this::chunks,
                (mail, source) -> signer.sign(mail, source),
                "mail.here.test");
    }

    private MessageContent chunks(QueuedBody body) {
        opened.incrementAndGet();
        ByteString octets = ((QueuedBody.Inline) body).octets();
        int[] at = new int[1];
        return () -> {
            int end = Math.min(octets.size(), at[0] + 10_000);
            byte[] chunk = octets.substring(at[0], end).toByteArray();
            at[0] = end;
            return chunk.length == 0 ? Optional.empty() : Optional.of(chunk);
        };
    }
}
