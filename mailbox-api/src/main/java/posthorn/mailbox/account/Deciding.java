package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.CommandOutcome.Done;
import posthorn.mailbox.account.CommandOutcome.Refused;
import posthorn.mailbox.account.Entry.KeyResult;
import posthorn.mailbox.account.columns.SegmentsNeeded;

/**
 * Commands on their way to one entry. Each is checked whole before its first change is made; each
 * that changes something has a mod-sequence of its own and sees what the ones before it did.
 */
final class Deciding {
    private final StateBuilder builder;
    private final DecisionContext context;
    private final long n;
    private final String account;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final Map<String, byte[]> segments = new HashMap<>();

    /** Of the command at hand; 0: it has changed nothing yet. */
    private long modSeq;

    private Deciding(AccountState state, DecisionContext context) {
        builder = new StateBuilder(state);
        this.context = context;
        n = state.n() + 1;
        account = state.account();
    }

    static Decision decide(AccountState state, List<Command> commands, DecisionContext context) {
        return new Deciding(state, context).decide(commands);
    }

    private Decision decide(List<Command> commands) {
        var keys = new ArrayList<String>();
        var results = new ArrayList<Result>();
        var kept = new ArrayList<KeyResult>();
        boolean changed = false;
        var needed = new LinkedHashSet<String>();
        changed |= renumbered(context.limits().uidValidityFrom());
        for (var command : commands) {
            modSeq = 0;
            try {
                var outcome = outcome(command);
                boolean enters = modSeq > 0 || command instanceof Command.Advance;
                var result = new Result(enters ? n : 0, outcome);
                results.add(result);
                changed |= enters;
                if (enters && !command.key().isEmpty()) {
                    keys.add(command.key());
                    kept.add(new KeyResult(command.key(), result));
                }
            } catch (SegmentsNeeded missing) {
                needed.addAll(missing.names());
            }
        }
        if (!needed.isEmpty()) {
            return new Decision.Needs(needed);
        }
        return new Decision.Decided(changed ? entry(keys, kept) : null, results, bodies, segments);
    }

    /** Before any command sees a UIDVALIDITY or gives one out; whether there was one too low. */
    private boolean renumbered(long from) {
        modSeq = 0;
        Renumbering.run(this, from);
        return modSeq > 0;
    }

    private CommandOutcome renumber(long from) {
        Renumbering.run(this, from);
        return modSeq > 0 ? Done.at(modSeq) : Done.nothing();
    }

    private Entry entry(List<String> keys, List<KeyResult> results) {
        keys.add(context.proposal());
        var needs = Renumbering.isIn(changes) ? Renumbering.NEEDS : "";
        return new Entry(
                account, n, context.proposal(), keys, changes, needs, context.at(), results);
    }

    private CommandOutcome outcome(Command command) {
        var closed = closed(command);
        if (closed != null) {
            return closed;
        }
        return switch (command) {
            case Command.CreateAccount create -> MailboxCommands.createAccount(this, create);
            case Command.CreateMailbox create -> MailboxCommands.create(this, create);
            case Command.Renumber renumber -> renumber(renumber.from());
            case Command.RenameMailbox rename -> MailboxCommands.rename(this, rename);
            case Command.DeleteMailbox delete -> MailboxCommands.delete(this, delete);
            case Command.Subscribe subscribe -> MailboxCommands.subscribe(this, subscribe);
            case Command.StoreFlags store -> MessageCommands.store(this, store);
            case Command.Expunge expunge -> MessageCommands.expunge(this, expunge);
            case Command.CopyMessages copy -> CopyCommands.copy(this, copy);
            case Command.TakeRecent take -> MessageCommands.takeRecent(this, take);
            case Command.LockMaildrop lock -> MaildropCommands.lock(this, lock);
            case Command.UnlockMaildrop unlock -> MaildropCommands.unlock(this, unlock);
            case Command.EmptyMaildrop empty -> MaildropCommands.empty(this, empty);
            case Command.Append append -> MessageCommands.append(this, append);
            case Command.Deliver deliver -> MessageCommands.deliver(this, deliver);
            case Command.SetAccess set -> access(set);
            case Command.SetQuota set -> QuotaCommands.set(this, set);
            case Command.InheritQuota inherit -> QuotaCommands.inherit(this, inherit);
            case Command.WarnOfQuota warn -> QuotaCommands.warn(this, warn);
            case Command.Advance advance -> Done.nothing();
        };
    }

    /** Why the account does not take the command at all; null: it does. */
    private @Nullable Refused closed(Command command) {
        boolean fromOutside = command instanceof Command.Deliver;
        boolean fromWithin =
                command instanceof Command.SetAccess
                        || command instanceof Command.SetQuota
                        || command instanceof Command.InheritQuota
                        || command instanceof Command.CreateAccount
                        || command instanceof Command.Renumber
                        || command instanceof Command.Advance;
        if (n == 1 && !(command instanceof Command.CreateAccount)) {
            return new Refused(RefusalReason.NO_SUCH_ACCOUNT, "There is no such account");
        }
        return switch (builder.head().access()) {
            case ACTIVE -> null;
            case DISABLED ->
                    fromOutside || fromWithin
                            ? null
                            : new Refused(RefusalReason.ACCOUNT_CLOSED, "The account is disabled");
            case DELETED ->
                    fromWithin
                            ? null
                            : new Refused(RefusalReason.ACCOUNT_CLOSED, "The account was deleted");
        };
    }

    private CommandOutcome access(Command.SetAccess set) {
        var now = builder.head().access();
        if (now == Access.DELETED && set.access() != Access.DELETED) {
            return new Refused(RefusalReason.ACCOUNT_CLOSED, "The account was deleted");
        }
        long generation = Math.max(set.generation(), builder.head().accessGeneration());
        if (now == set.access() && generation == builder.head().accessGeneration()) {
            return Done.nothing();
        }
        make(seq -> new Change.AccessChanged(seq, set.access(), generation));
        return Done.at(modSeq);
    }

    StateBuilder state() {
        return builder;
    }

    DecisionContext context() {
        return context;
    }

    AccountLimits limits() {
        return context.limits();
    }

    /** Mod-sequence of the command at hand; 0 before its first change. */
    long modSeq() {
        return modSeq;
    }

    /** Makes a change true, with the mod-sequence of the command. */
    void make(LongFunction<Change> change) {
        if (modSeq == 0) {
            modSeq = builder.head().modSeq() + 1;
        }
        var made = change.apply(modSeq);
        builder.apply(made);
        changes.add(made);
    }

    /** Name under which the body is stored for this entry. */
    String body(String id) {
        bodies.add(id);
        return BodyName.at(id, n);
    }

    /** Name of a segment with rows of this entry. */
    String segment(EntrySegment rows) {
        var name = EntrySegment.name(context.proposal(), segments.size(), n);
        var content = rows.encode();
        segments.put(name, content);
        builder.hold(name, content);
        return name;
    }

    static Refused noSuchMailbox() {
        return new Refused(RefusalReason.NO_SUCH_MAILBOX, "There is no such mailbox");
    }
}
