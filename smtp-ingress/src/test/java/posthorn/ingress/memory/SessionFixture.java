package posthorn.ingress.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import posthorn.ingress.authentication.SenderAuthentication;
import posthorn.ingress.session.BodyMemory;
import posthorn.ingress.session.Directory.Resolution;
import posthorn.ingress.session.ReplyLines;
import posthorn.ingress.session.SessionPorts;
import posthorn.ingress.session.SessionResources;
import posthorn.ingress.session.SmtpSessionSettings;

/**
 * Everything around a session, in memory: alice, bob and frieda (whose address is beyond ASCII) at
 * their domains, a log, a body store, a clock that stands and ids that count up.
 */
public final class SessionFixture {
    /** The one time there is. */
    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final MemoryDirectory directory =
            new MemoryDirectory()
                    .with("alice@example.test", "wonderland")
                    .with("bob@example.test", "builder")
                    .with("frieda@b\u00fccher.test", "k\u00e4se")
                    .with("team@example.test", leadsTo(2))
                    .with("larger@example.test", leadsTo(4))
                    .with("closed@example.test", new Resolution.SenderNotAllowed())
                    .with("nowhere@example.test", new Resolution.ExpansionFailed())
                    .with("there@there.test", new Resolution.Elsewhere())
                    .with("asked@there.test", new Resolution.NotKnownNow())
                    .with(
                            "srs0=x@example.test",
                            new Resolution.Expanded(
                                    List.of(MemoryDirectory.target("x@far.test", "", "-")), true));
    private final MemoryLog log = new MemoryLog();
    private final MemoryTransitStore bodies = new MemoryTransitStore();
    private final BodyMemory memory;
    private final MemoryRefusedRecipients refused = new MemoryRefusedRecipients(12);
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile SenderAuthentication authentication = SenderAuthentication.none();
    private volatile boolean xclient;
    private final MemoryAccess access = new MemoryAccess(NOW);
    private final MemoryScanner scanner = new MemoryScanner();
    private volatile Optional<String> closed = Optional.empty();

    /** Alice, and others at another host. */
    private static Resolution leadsTo(int targets) {
        return new Resolution.Expanded(
                IntStream.range(0, targets)
                        .mapToObj(i ->
                                i == 0
                                        ? MemoryDirectory.target("alice@example.test", "", "")
                                        : MemoryDirectory.target(
                                                "x" + i + "@far.test",
                                                "SRS0=x@example.test",
                                                "larger@example.test"))
                        .toList(),
                false);
    }

    /** A fixture with a mebibyte for messages. */
    public SessionFixture() {
        this(1 << 20);
    }

    /** A fixture with that many octets for messages. */
    public SessionFixture(long octets) {
        this(octets, octets);
    }

    /** A fixture with that many octets for messages, and for those of one client. */
    public SessionFixture(long octets, long perClient) {
        this.memory = new BodyMemory(octets, perClient);
    }

    /** Who is here. */
    public MemoryDirectory directory() {
        return directory;
    }

    /** What was accepted. */
    public MemoryLog log() {
        return log;
    }

    /** Large bodies. */
    public MemoryTransitStore bodies() {
        return bodies;
    }

    /** Recipients that were refused: of one client twelve are not too many. */
    public MemoryRefusedRecipients refused() {
        return refused;
    }

    /** Who may come in: everybody, until something else is said. */
    public MemoryAccess access() {
        return access;
    }

    /** What looks into messages: nothing, until something else is said. */
    public MemoryScanner scanner() {
        return scanner;
    }

    /** For messages. */
    public BodyMemory memory() {
        return memory;
    }

    /** Takes no more mail, or takes it again. */
    public void close(Optional<String> why) {
        closed = why;
    }

    /** Whether the peers of sessions may say for whom they speak. */
    public boolean xclient() {
        return xclient;
    }

    /** From now on they may, or not. */
    public void trustPeers(boolean trusted) {
        xclient = trusted;
    }

    /** How long the sessions have paused, in order. */
    public List<Duration> pauses() {
        return pauses;
    }

    /** For sessions. */
    public SessionResources resources() {
        return new SessionResources(
                () -> closed,
                memory,
                InstantSource.fixed(NOW),
                refused,
                access.policy(),
                scanner.port(),
                () -> String.format("%026d", ids.incrementAndGet()));
    }

    /** For calls on ports. */
    public SessionPorts ports() {
        return new SessionPorts(
                directory,
                log,
                bodies,
                refused,
                access.policy(),
                scanner.port(),
                (request, octets, length) -> authentication.begin(request, octets, length),
                pauses::add);
    }

    /** Checks mail of other servers so; without it nothing is checked. */
    public void authenticate(SenderAuthentication checks) {
        authentication = checks;
    }

    /** Small limits, so that they can be met. */
    public static SmtpSessionSettings settings() {
        return settings(Duration.ofMinutes(5));
    }

    /** The same with another idle timeout. */
    public static SmtpSessionSettings settings(Duration idleTimeout) {
        return new SmtpSessionSettings(
                "mx.example.test",
                100_000,
                3,
                4,
                20,
                10,
                2_000,
                1_000,
                5,
                3,
                8,
                2,
                Duration.ofMillis(1),
                10,
                Duration.ofMillis(1),
                16_384,
                true,
                Set.of("[203.0.113.9]"),
                idleTimeout,
                idleTimeout,
                idleTimeout,
                500,
                ReplyLines.PLAIN);
    }
}
