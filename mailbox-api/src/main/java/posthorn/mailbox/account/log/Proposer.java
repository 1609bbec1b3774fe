package posthorn.mailbox.account.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Applied;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Decision;
import posthorn.mailbox.account.DecisionContext;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.MaildropLock;
import posthorn.mailbox.account.Result;

/**
 * Makes proposals of waiting commands: decides them, and applies what it encoded to be sure that it
 * can be applied.
 */
final class Proposer {
    private final AppendSettings settings;
    private final Supplier<String> ids;
    private final UnaryOperator<Entry> codec;

    /** Lock of the maildrop as last seen, and since when. */
    private MaildropLock lock = MaildropLock.NONE;

    private long lockSince;

    /** How many commands go alone, to find the one that cannot be decided. */
    private int alone;

    Proposer(AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        this.settings = settings;
        this.ids = ids;
        this.codec = codec;
    }

    /** What came of a batch. */
    sealed interface Proposed {
        /** Segments have to be loaded first. */
        record Needs(Set<String> segments) implements Proposed {}

        /** An entry to be sent. */
        record Ready(Proposal proposal) implements Proposed {}

        /** Nothing changes: answers to be given if a look finds nothing new. */
        record Unconfirmed(Map<PendingCommand, Result> results) implements Proposed {}

        /** A command cannot be decided, or not alone: a defect. Empty: try again. */
        record Defect(List<PendingCommand> batch, String reason) implements Proposed {}
    }

    /** Old deliveries among them whose keys were not looked for lately. */
    List<PendingCommand> unsought(List<PendingCommand> batch, long now, long at) {
        return old(batch, at).filter(pending -> !isFresh(pending.sought, now)).toList();
    }

    /** Whether an old delivery is among them and the floor was not read lately, behind its look. */
    boolean wantsFloor(List<PendingCommand> batch, @Nullable Long floorRead, long now, long at) {
        return old(batch, at)
                .anyMatch(pending ->
                        floorRead == null
                                || !isFresh(floorRead, now)
                                || pending.sought == null
                                || floorRead < pending.sought);
    }

    private boolean isFresh(@Nullable Long since, long now) {
        return since != null && now - since <= settings.floorAfter().toNanos();
    }

    private Stream<PendingCommand> old(List<PendingCommand> batch, long at) {
        long old = at - settings.oldAfter().toMillis();
        return batch.stream()
                .filter(pending ->
                        pending.command instanceof Command.Deliver deliver
                                && deliver.firstAttempt() != 0
                                && deliver.firstAttempt() < old);
    }

    /** Remembers since when the lock of the maildrop stands as it does. */
    void see(AccountState state, long now) {
        if (!state.head().maildrop().equals(lock)) {
            lock = state.head().maildrop();
            lockSince = now;
        }
    }

    Proposed propose(
            AccountState state, List<PendingCommand> waiting, Floor floor, long now, long at) {
        var batch = alone > 0 ? waiting.subList(0, 1) : waiting;
        alone = Math.max(0, alone - 1);
        try {
            return decided(state, batch, context(floor, now, at), now);
        } catch (RuntimeException defect) {
            if (batch.size() > 1) {
                alone = batch.size();
                return new Proposed.Defect(List.of(), "");
            }
            return new Proposed.Defect(batch, "It cannot be decided: " + defect);
        }
    }

    private DecisionContext context(Floor floor, long now, long at) {
        boolean stands = now - lockSince > settings.maildrop().toNanos();
        return new DecisionContext(
                ids.get(),
                at,
                floor.at() == 0 ? 0 : floor.at() + settings.keptMargin().toMillis(),
                stands ? lock : MaildropLock.NONE,
                settings.limits());
    }

    private Proposed decided(
            AccountState state, List<PendingCommand> batch, DecisionContext context, long now) {
        var commands = batch.stream().map(pending -> pending.command).toList();
        return switch (state.decide(commands, context)) {
            case Decision.Needs needs -> new Proposed.Needs(needs.segments());
            case Decision.Decided decided -> proposed(state, batch, decided, now);
        };
    }

    private Proposed proposed(
            AccountState state, List<PendingCommand> batch, Decision.Decided decided, long now) {
        var changing = new LinkedHashMap<PendingCommand, Result>();
        var unconfirmed = new LinkedHashMap<PendingCommand, Result>();
        for (int i = 0; i < batch.size(); i++) {
            var result = decided.results().get(i);
            (result.n() > 0 ? changing : unconfirmed).put(batch.get(i), result);
        }
        unconfirmed.keySet().forEach(pending -> pending.unconfirmed = true);
        if (decided.entry() == null) {
            return new Proposed.Unconfirmed(unconfirmed);
        }
        var entry = codec.apply(decided.entry());
        if (!Objects.equals(entry, decided.entry())) {
            throw new IllegalStateException("The entry reads differently from what was decided");
        }
        return switch (state.load(decided.segments()).apply(entry)) {
            case Applied.Needs needs -> new Proposed.Needs(needs.segments());
            case Applied.Next next -> {
                var adding = new ArrayList<>(changing.keySet());
                adding.removeIf(pending -> !decided.bodies().contains(pending.body()));
                yield new Proposed.Ready(
                        new Proposal(now, entry, changing, adding, decided.segments()));
            }
        };
    }
}
