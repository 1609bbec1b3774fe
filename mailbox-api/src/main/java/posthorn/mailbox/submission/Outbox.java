package posthorn.mailbox.submission;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.FlagMode;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.RefusalReason;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.protocol.wire.AppendHeader;
import posthorn.runtime.tracing.TraceContext;

/**
 * What becomes of a message that somebody has written: it is sent and kept in Sent, or kept in
 * Drafts. Safe for all threads; nothing waits.
 */
public final class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    /**
     * How messages are kept.
     *
     * @param use of the mailbox
     */
    private record Kept(String use, List<String> flags) {}

    private static final Kept SENT = new Kept("Sent", List.of("\\Seen"));
    private static final Kept DRAFTS = new Kept("Drafts", List.of("\\Seen", "\\Draft"));

    private final AccountCache accounts;
    private final MessageIntake intake;
    private final Composer composer;
    private final Submission submission;
    private final Executor threads;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * @param threads where messages are composed
     * @param ids never used before, in no pod
     */
    public Outbox(
            AccountCache accounts,
            MessageIntake intake,
            Composer composer,
            Submission submission,
            Executor threads,
            InstantSource clock,
            Supplier<String> ids) {
        this.accounts = accounts;
        this.intake = intake;
        this.composer = composer;
        this.submission = submission;
        this.threads = threads;
        this.clock = clock;
        this.ids = ids;
    }

    /** A message that is there. */
    public record Place(long mailbox, long uid) {}

    /**
     * What is to be done with a message, and with those that it has to do with.
     *
     * @param key what is asked for again under it has the same Message-ID and is kept once; empty:
     *     it is not asked for again
     * @param replaces a draft that it was: removed
     * @param answers a message: flagged as answered once this one is sent
     */
    public record Order(
            AddressEntry.Account account,
            Draft draft,
            String key,
            Optional<Place> replaces,
            Optional<Place> answers) {}

    /**
     * A message that was sent.
     *
     * @param messageId with its brackets
     * @param kept where the author has it; empty: there is no mailbox for it, or the account is
     *     full
     */
    public record Sent(String messageId, Optional<Place> kept) {}

    /**
     * Sends it, then keeps it.
     *
     * @param trace that both belong to
     * @return fails with {@link Submission.Refused} when it was not taken
     */
    public Uni<Sent> send(Order order, TraceContext trace) {
        Instant now = clock.instant();
        String messageId = messageId(order);
        return Uni.createFrom()
                .item(() -> composer.message(order.draft(), messageId, now))
                .runSubscriptionOn(threads)
                .flatMap(message -> submission.send(order.account(), message, trace))
                .flatMap(taken ->
                        keep(order, SENT, messageId, now, trace)
                                .map(Optional::of)
                                .onFailure()
                                .recoverWithItem(failure -> notKept(order, failure)))
                .call(kept -> afterwards(order))
                .map(kept -> new Sent(messageId, kept));
    }

    /** The message is on its way: whatever goes wrong now, it must not look as if it were not. */
    private static Optional<Place> notKept(Order order, Throwable failure) {
        LOG.warnf("a message of %s was sent and not kept: %s", order.account().account(), failure);
        return Optional.empty();
    }

    /** Keeps it among the drafts. */
    public Uni<Place> keepDraft(Order order) {
        Instant now = clock.instant();
        return keep(order, DRAFTS, messageId(order), now, TraceContext.NONE)
                .call(kept -> remove(order));
    }

    private Uni<Place> keep(
            Order order, Kept as, String messageId, Instant now, TraceContext trace) {
        String account = order.account().account();
        return accounts.current(account)
                .map(state -> mailbox(state, as.use()))
                .emitOn(threads)
                .flatMap(mailbox -> {
                    byte[] octets = composer.kept(order.draft(), messageId, now);
                    AppendHeader header =
                            AppendHeader.newBuilder()
                                    .setAccount(account)
                                    .setKey(key(order, as.use()))
                                    .setMailbox(mailbox.head().name())
                                    .addAllFlags(as.flags())
                                    .setSize(octets.length)
                                    .setInternalDate(now.toEpochMilli())
                                    .build();
                    intake.arrived(account, header.getKey(), trace);
                    return intake.append(header, octets, Outbox::released);
                })
                .map(Outbox::place);
    }

    /** The caller's memory is given back when its request ends. */
    private static void released() {}

    private static Mailbox mailbox(AccountState state, String use) {
        return state.mailboxes().stream()
                .filter(mailbox -> mailbox.head().specialUse().equals(use))
                .findFirst()
                .orElseThrow(() ->
                        new NotKept(
                                RefusalReason.NO_SUCH_MAILBOX, "There is no mailbox for " + use));
    }

    /** It could not be kept. */
    public static final class NotKept extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RefusalReason reason;

        NotKept(RefusalReason reason, String why) {
            super(why, null, false, false);
            this.reason = reason;
        }

        /** Why the account did not take it. */
        public RefusalReason reason() {
            return reason;
        }
    }

    private static Place place(Result result) {
        return switch (result.outcome()) {
            case CommandOutcome.Done done -> new Place(done.mailbox(), done.uids().first(0));
            case CommandOutcome.Refused(var reason, var text) -> throw new NotKept(reason, text);
        };
    }

    private Uni<Void> afterwards(Order order) {
        Uni<Void> answered =
                order.answers()
                        .map(place -> flag(order, place, "\\Answered", "answered"))
                        .orElseGet(() -> Uni.createFrom().voidItem());
        return answered.call(done -> remove(order))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(
                            "what a message of %s answers or was is not marked: %s",
                            order.account().account(), failure);
                    return null;
                });
    }

    private Uni<Void> remove(Order order) {
        return order.replaces()
                .map(place ->
                        flag(order, place, "\\Deleted", "replaced")
                                .flatMap(marked ->
                                        execute(
                                                order,
                                                new Command.Expunge(
                                                        key(order, "expunged"),
                                                        place.mailbox(),
                                                        UidSet.of(place.uid())))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> flag(Order order, Place place, String flag, String step) {
        return execute(
                order,
                new Command.StoreFlags(
                        key(order, step),
                        place.mailbox(),
                        UidSet.of(place.uid()),
                        FlagMode.ADD,
                        List.of(flag),
                        OptionalLong.empty()));
    }

    private Uni<Void> execute(Order order, Command command) {
        return accounts.execute(order.account().account(), command).replaceWithVoid();
    }

    private String key(Order order, String step) {
        return order.key().isEmpty() ? "rest/" + ids.get() : order.key() + "/" + step;
    }

    private String messageId(Order order) {
        String left =
                order.key().isEmpty()
                        ? ids.get()
                        : digest(order.account().account() + "\n" + order.key());
        return "<" + left + "@" + order.account().domain() + ">";
    }

    private static String digest(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
