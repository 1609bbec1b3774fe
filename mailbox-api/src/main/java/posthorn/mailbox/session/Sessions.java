package posthorn.mailbox.session;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Opens, finds and ends sessions. Safe for all threads. */
public final class Sessions {

    /** With this begins each token, so that no other secret is looked for among the sessions. */
    public static final String PREFIX = "session.";

    private static final int RANDOM_OCTETS = 32;
    private static final int LONGEST_TOKEN = 128;

    /** Bounds. */
    public record Limits(
            int perOwner,
            Duration validFor,
            Duration adminsValidFor,
            Duration secondFactorWithin) {}

    private final SessionStore store;
    private final Limits limits;
    private final InstantSource clock;
    private final SecureRandom random;

    public Sessions(SessionStore store, Limits limits, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A session that was opened.
     *
     * @param token told to the client once, known to nobody else
     */
    public record Opened(Session session, String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Opened[" + session + "]";
        }
    }

    /** Opens a session; where an owner has too many in that stage the oldest end. */
    public Uni<Opened> open(Session.Owner owner, Session.Stage stage) {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        long now = clock.millis();
        Session session =
                new Session(id(token), owner, stage, now, now + lifetime(owner, stage).toMillis());
        return room(session)
                .chain(() -> Uni.createFrom().completionStage(() -> store.add(session)))
                .replaceWith(new Opened(session, token));
    }

    private Duration lifetime(Session.Owner owner, Session.Stage stage) {
        return switch (stage) {
            case SECOND_FACTOR -> limits.secondFactorWithin();
            case OPEN ->
                    switch (owner) {
                        case Session.Owner.Account account -> limits.validFor();
                        case Session.Owner.Admin admin -> limits.adminsValidFor();
                    };
        };
    }

    private Uni<Void> room(Session wanted) {
        int most = limits.perOwner() * Session.Stage.values().length + 1;
        return Uni.createFrom()
                .completionStage(() -> store.ofOwner(wanted.owner().key(), most))
                .map(all -> all.stream().filter(each -> each.stage() == wanted.stage()).toList())
                .flatMap(same -> {
                    List<String> oldest =
                            same.stream()
                                    .limit(Math.max(0, same.size() - limits.perOwner() + 1L))
                                    .map(Session::id)
                                    .toList();
                    return oldest.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : Uni.createFrom().completionStage(() -> store.removeAll(oldest));
                });
    }

    /** The session of a token, while it lasts; whether its owner may still come in is not asked. */
    public Uni<Optional<Session>> find(String token) {
        if (!token.startsWith(PREFIX) || token.length() > LONGEST_TOKEN) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Uni.createFrom()
                .completionStage(() -> store.find(id(token)))
                .map(found -> found.filter(session -> !session.isOver(clock.millis())));
    }

    /** Ends a session; false: it has ended already. */
    public Uni<Boolean> end(Session session) {
        return Uni.createFrom().completionStage(() -> store.remove(session.id()));
    }

    /** Ends all sessions of an account. */
    public Uni<Void> endAll(String account) {
        return Uni.createFrom().completionStage(() -> store.removeOf(account));
    }

    /** Lets the session in which the password was changed outlive that. */
    public Uni<Void> renew(Session session, long generation) {
        return Uni.createFrom().completionStage(() -> store.renew(session.id(), generation));
    }

    private static String id(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
