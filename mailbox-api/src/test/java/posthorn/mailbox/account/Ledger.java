package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * An account without a store: commands become entries one after another, and every entry is kept.
 */
final class Ledger {
    static final long NOW = 1_800_000_000_000L;

    private final AccountLimits limits;
    private final List<Entry> entries = new ArrayList<>();
    private AccountState state = AccountState.empty("a");
    private MaildropLock standing = MaildropLock.NONE;
    private long keptSince;
    private int ids;

    Ledger(AccountLimits limits) {
        this.limits = limits;
        run(new Command.CreateAccount(key(), QuotaLimits.NONE));
    }

    Ledger() {
        this(AccountLimits.DEFAULT);
    }

    AccountState state() {
        return state;
    }

    Entry last() {
        return entries.getLast();
    }

    int entries() {
        return entries.size();
    }

    void standing(MaildropLock lock) {
        standing = lock;
    }

    void keptSince(long millis) {
        keptSince = millis;
    }

    void put(AccountState same) {
        state = same;
    }

    String key() {
        return "k" + ++ids;
    }

    Mailbox box(String name) {
        var mailbox = state.mailbox(name);
        if (mailbox == null) {
            throw new AssertionError("There is no " + name);
        }
        return mailbox;
    }

    Decision.Decided decide(List<Command> commands) {
        var context = new DecisionContext("p" + ++ids, NOW, keptSince, standing, limits);
        return switch (state.decide(commands, context)) {
            case Decision.Decided decided -> decided;
            case Decision.Needs needs -> throw new AssertionError("Needs " + needs);
        };
    }

    /** Runs commands as one entry. */
    List<Result> run(List<Command> commands) {
        var decided = decide(commands);
        var entry = decided.entry();
        if (entry != null) {
            state = state.load(decided.segments());
            state = next(state.apply(entry));
            entries.add(entry);
        }
        return decided.results();
    }

    private static AccountState next(Applied applied) {
        return switch (applied) {
            case Applied.Next next -> next.state();
            case Applied.Needs needs -> throw new AssertionError("Needs " + needs);
        };
    }

    CommandOutcome run(Command command) {
        return run(List.of(command)).getFirst().outcome();
    }

    CommandOutcome.Done done(Command command) {
        var outcome = run(command);
        if (outcome instanceof CommandOutcome.Done done) {
            return done;
        }
        throw new AssertionError(outcome.toString());
    }

    RefusalReason refused(Command command) {
        var outcome = run(command);
        if (outcome instanceof CommandOutcome.Refused refused) {
            return refused.reason();
        }
        throw new AssertionError(outcome.toString());
    }

    NewMessage message(long size, String... flags) {
        var id = "b" + ++ids;
        return new NewMessage(
                id,
                size,
                0,
                List.of(flags),
                Facts.of(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** Appends a message and returns its UID. */
    long append(String box, String... flags) {
        return done(new Command.Append(key(), box, message(10, flags))).uids().first(0);
    }

    CommandOutcome.Done store(String box, UidSet uids, FlagMode mode, String... flags) {
        return done(
                new Command.StoreFlags(
                        key(),
                        box(box).head().number(),
                        uids,
                        mode,
                        List.of(flags),
                        OptionalLong.empty()));
    }

    /** UIDs of a mailbox. */
    List<Long> uids(String box) {
        var uids = new ArrayList<Long>();
        box(box).forEach(UidSet.all(), (segment, row) -> uids.add(segment.uid(row)));
        return uids;
    }

    /** Flags of a message. */
    List<String> flags(String box, long uid) {
        var flags = new ArrayList<String>();
        var mailbox = box(box);
        mailbox.forEach(
                UidSet.of(uid),
                (segment, row) ->
                        flags.addAll(
                                mailbox.head().flags().names(segment.flagColumns().flags()[row])));
        return flags;
    }
}
