package posthorn.delivery.relay;

import com.google.protobuf.ByteString;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.mtasts.DomainPolicy;
import posthorn.delivery.pace.Pace;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.signing.MessageSigner;
import posthorn.protocol.tlsrpt.TlsSession;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.dns.DnsClients;
import posthorn.runtime.tls.SelfSigned;

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

    /** Policies of MTA-STS: none, unless a test says otherwise. */
    volatile Function<String, DomainPolicy> policies = domain -> DomainPolicy.NONE;

    /** What each connection came to. */
    final List<TlsSession> told = new CopyOnWriteArrayList<>();

    private final Optional<Path> trusted;

    /** Lets everything go, unless a test says otherwise and calls {@link #begin}. */
    Pace pace = Pace.NONE;

    MxRelay relay;

    RelayRig() {
        this(ClientAuth.NONE);
    }

    /** {@code clients}: whether the better host wants a certificate of its clients. */
    RelayRig(ClientAuth clients) {
        this(clients, selfSigned(), selfSigned(), Optional.empty());
    }

    /** {@code trusted}: file with the authority that is. */
    RelayRig(SelfSigned first, SelfSigned second, Path trusted) {
        this(ClientAuth.NONE, first, second, Optional.of(trusted));
    }

    private RelayRig(
            ClientAuth clients, SelfSigned better, SelfSigned other, Optional<Path> trusted) {
        this.trusted = trusted;
        Peers peers = peers(clients, better, other);
        this.first = peers.first();
        this.second = peers.second();
        this.relay = relay(10_000);
        dns.mx("far.test", 10, "first.test");
        dns.mx("far.test", 20, "second.test");
        dns.mx("only.test", 10, "first.test");
        dns.a("first.test", "127.0.0.1");
        dns.a("second.test", "127.0.0.2");
    }

    private static SelfSigned selfSigned() {
        return SelfSigned.create("peer.test", Instant.now());
    }

    private record Peers(ScriptedPeer first, ScriptedPeer second) {}

    /** Two hosts with one port: one that is free at the first address may be taken at the other. */
    private Peers peers(ClientAuth clients, SelfSigned first, SelfSigned second) {
        while (true) {
            ScriptedPeer better = new ScriptedPeer(vertx, "127.0.0.1", 0, clients, first);
            int port = better.port();
            try {
                return new Peers(
                        better,
                        new ScriptedPeer(vertx, "127.0.0.2", port, ClientAuth.NONE, second));
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
        return send(AcceptedMail.newBuilder(), text, mayEnd, to);
    }

    /** Sends what {@code mail} says. */
    List<AttemptResult> send(
            AcceptedMail.Builder mail, String text, BooleanSupplier mayEnd, String... to) {
        ByteString octets = ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
        mail.setReversePath("sender@near.test").setSize(octets.size()).setEightBit(true);
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

    /** Another relay, with settings changed like this. */
    void settings(UnaryOperator<RelaySettingsOf> change) {
        relay.close();
        relay = relay(change.apply(settings(10_000)));
    }

    private RelaySettingsOf settings(long patience) {
        return RelaySettingsOf.defaults()
                .withPort(first.port())
                .allowing("127.0.0.0/8")
                .patience(patience);
    }

    private MxRelay relay(long patience) {
        return relay(settings(patience));
    }

    private MxRelay relay(RelaySettings settings) {
        DnsClient client =
                DnsClients.validated(List.of(dns.server()), 100_000, Duration.ofSeconds(10));
        Routes routes =
                new FixedRoutes(
                        client,
                        OperatorRoutes.routes(settings),
                        OperatorRoutes.smarthost(settings),
                        new MxRoutes(
                                client,
                                new ForbiddenHosts(settings, "mail.here.test"),
                                20,
                                new Random(7)));
        TlsDemands demands =
                new TlsDemands(
                        client,
                        domain -> policies.apply(domain),
                        new AuthorityCheck(trusted),
                        settings.port(),
                        true,
                        InstantSource.system());
        return new MxRelay(
                vertx,
                settings,
                routes,
                demands,
                told::add,
                this::chunks,
                (mail, source) -> signer.sign(mail, source),
                pace,
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
