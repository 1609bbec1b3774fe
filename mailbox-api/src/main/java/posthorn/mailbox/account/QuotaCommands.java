package posthorn.mailbox.account;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.CommandOutcome.Done;
import posthorn.mailbox.account.CommandOutcome.Refused;

/** Limits of an account, what they leave room for, and what its owner is told of them. */
final class QuotaCommands {

    private static final String TRASH = "Trash";

    private QuotaCommands() {}

    static CommandOutcome set(Deciding deciding, Command.SetQuota set) {
        return become(deciding, deciding.state().head().quota().withOwn(set.own()));
    }

    static CommandOutcome inherit(Deciding deciding, Command.InheritQuota inherit) {
        var now = deciding.state().head().quota();
        // The first ones say nothing new to whoever was made with them: nothing older can follow.
        boolean known =
                inherit.generation() == 1
                        && now.generation() == 0
                        && inherit.limits().equals(now.inherited());
        return known || inherit.generation() <= now.generation()
                ? Done.nothing()
                : become(deciding, now.inheriting(inherit.limits(), inherit.generation()));
    }

    private static CommandOutcome become(Deciding deciding, AccountQuota quota) {
        if (deciding.state().head().quota().equals(quota)) {
            return Done.nothing();
        }
        deciding.make(seq -> new Change.QuotaChanged(seq, quota));
        return Done.at(deciding.modSeq());
    }

    /** The message and the mark that it was sent are one entry: it comes once per crossing. */
    static CommandOutcome warn(Deciding deciding, Command.WarnOfQuota warn) {
        var state = deciding.state();
        var quota = state.head().quota();
        var inbox = state.mailbox(MailboxName.INBOX);
        if (inbox == null || quota.due(state.usage()) != warn.level()) {
            return Done.nothing();
        }
        var outcome = MessageCommands.addWhateverTheQuota(deciding, inbox, warn.message());
        if (outcome instanceof Done) {
            deciding.make(seq -> new Change.QuotaChanged(seq, quota.told(warn.level())));
        }
        return outcome;
    }

    /** Refusal of messages that the quota has no room for; null: it has. */
    static @Nullable Refused refused(Deciding deciding, long octets, long messages) {
        var limits = deciding.state().head().quota().limits();
        return limits.isNone() || limits.allows(deciding.state().usage().plus(octets, messages))
                ? null
                : full();
    }

    /**
     * Refusal of messages that change their mailbox; null: none. What takes no room needs none; but
     * copies that only Trash had room for stay there.
     */
    static @Nullable Refused refusedMoves(Deciding deciding, Mailbox source, Mailbox target) {
        return isTrash(source) && !isTrash(target) ? refused(deciding, 0, 0) : null;
    }

    private static boolean isTrash(Mailbox mailbox) {
        return mailbox.head().specialUse().equals(TRASH);
    }

    /**
     * Refusal of copies of messages that are here already. Into Trash they may go also when the
     * account is full, up to as much as the limits again: there are clients that delete by COPY,
     * STORE and EXPUNGE, and whoever is full has to be able to delete.
     */
    static @Nullable Refused refusedCopies(
            Deciding deciding, Mailbox target, long octets, long messages) {
        var refused = refused(deciding, octets, messages);
        return refused == null || !isTrash(target)
                ? refused
                : refusedInTrash(deciding, target, octets, messages);
    }

    private static @Nullable Refused refusedInTrash(
            Deciding deciding, Mailbox trash, long octets, long messages) {
        var limits = deciding.state().head().quota().limits();
        var held = QuotaUsage.NOTHING.plus(trash).plus(octets, messages);
        return limits.allows(held)
                ? null
                : new Refused(RefusalReason.OVER_QUOTA, "The account and its Trash are full");
    }

    private static Refused full() {
        return new Refused(RefusalReason.OVER_QUOTA, "The account is full");
    }

    /** Limits of an account that is made. */
    static AccountQuota first(Command.CreateAccount create) {
        return new AccountQuota(
                Optional.empty(), create.quota(), create.generation(), QuotaLevel.LOW);
    }
}
