package posthorn.mailbox.account.checkpoint;

import java.util.List;
import java.util.Map;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;

/** Answer to an {@link Ask}. */
public sealed interface Reply {
    /** The manifest; {@link Manifest#none} when there is none. */
    record TheManifest(Manifest manifest) implements Reply {}

    /** Whether the manifest was replaced; false also when nothing is known. */
    record Replaced(boolean done) implements Reply {}

    /** A state of the account. */
    record State(AccountState state) implements Reply {}

    /** Entries, ascending. */
    record Entries(List<Entry> entries) implements Reply {}

    /** Content of those segments that are there, by name. */
    record Contents(Map<String, byte[]> contents) implements Reply {}

    /** Names, in order. */
    record Names(List<String> names) implements Reply {}

    /** It is done. */
    record Ok() implements Reply {}

    /** It failed, or had no answer: nothing is known. */
    record Failed(String reason) implements Reply {}
}
