package posthorn.ingress.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.ingress.session.BodyMemory;
import posthorn.ingress.session.Ports;
import posthorn.ingress.session.SessionSettings;
import posthorn.ingress.session.Surroundings;

/**
 * Everything around a session, in memory: alice, bob and frieda (whose address is beyond ASCII) at
 * their domains, a log, a body store, a clock that stands and ids that count up.
 */
public final class World {
    /** The one time there is. */
    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final MemoryDirectory directory =
            new MemoryDirectory()
                    .with("alice@example.test", "wonderland")
                    .with("bob@example.test", "builder")
                    .with("frieda@b\u00fccher.test", "k\u00e4se");
    private final MemoryLog log = new MemoryLog();
    private final MemoryBodies bodies = new MemoryBodies();
    private final BodyMemory memory;
    private final AtomicInteger ids = new AtomicInteger();
    private volatile Optional<String> closed = Optional.empty();

    /** A world with a mebibyte for messages. */
    public World() {
        this(1 << 20);
    }

    /** A world with that many octets for messages. */
    public World(long octets) {
        this.memory = new BodyMemory(octets);
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
    public MemoryBodies bodies() {
        return bodies;
    }

    /** For messages. */
    public BodyMemory memory() {
        return memory;
    }

    /** Takes no more mail, or takes it again. */
    public void close(Optional<String> why) {
        closed = why;
    }

    /** For sessions. */
    public Surroundings surroundings() {
        return new Surroundings(
                () -> closed,
                memory,
                InstantSource.fixed(NOW),
                () -> String.format("%026d", ids.incrementAndGet()));
    }

    /** For effects. */
    public Ports ports() {
        return new Ports(directory, log, bodies, time -> {});
    }

    /** Small limits, so that they can be met. */
    public static SessionSettings settings() {
        return settings(Duration.ofMinutes(5));
    }

    /** The same with another patience. */
    public static SessionSettings settings(Duration patience) {
        return new SessionSettings(
                "mx.example.test",
                100_000,
                3,
                10,
                2_000,
                1_000,
                5,
                3,
                Duration.ofMillis(1),
                16_384,
                patience,
                patience);
    }
}
