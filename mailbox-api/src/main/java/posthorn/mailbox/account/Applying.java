package posthorn.mailbox.account;

import java.util.Objects;

/** The way from one state to the next. */
final class Applying {
    private Applying() {}

    static AccountState apply(AccountState state, Entry entry) {
        if (entry.n() != state.n() + 1 || !Objects.equals(entry.account(), state.account())) {
            throw new IllegalStateException("Entry " + entry.n() + " does not follow " + state.n());
        }
        if (!entry.needs().isEmpty() && !entry.needs().equals(Renumbering.NEEDS)) {
            throw new IllegalStateException(
                    "Entry " + entry.n() + " is of a newer release: " + entry.needs());
        }
        var builder = new StateBuilder(state);
        entry.changes().forEach(builder::apply);
        return builder.finish(entry.n(), entry.at());
    }
}
