package posthorn.mailbox.account;

import java.util.Set;

/** What came of {@link AccountState#apply}. */
public sealed interface Applied {
    /** The state after the entry. */
    record Next(AccountState state) implements Applied {}

    /** Segments have to be loaded first. */
    record Needs(Set<String> segments) implements Applied {}
}
