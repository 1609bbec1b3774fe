package posthorn.mailbox.account.checkpoint;

import java.util.List;
import java.util.Map;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;

/** Answer to an {@link ChoreRequest}. */
public sealed interface ChoreReply {
    /** The manifest; {@link Manifest#none} when there is none. */
    record TheManifest(Manifest manifest) implements ChoreReply {}

    /** Whether the manifest was replaced; false also when nothing is known. */
    record Replaced(boolean done) implements ChoreReply {}

    /** A state of the account. */
    record State(AccountState state) implements ChoreReply {}

    /** Entries, ascending. */
    record Entries(List<Entry> entries) implements ChoreReply {}

    /** Content of those segments that are there, by name. */
    record Contents(Map<String, byte[]> contents) implements ChoreReply {}

    /** Names, in order. */
    record Names(List<String> names) implements ChoreReply {}

    /** It is done. */
    record Ok() implements ChoreReply {}

    /** It failed, or had no answer: nothing is known. */
    record Failed(String reason) implements ChoreReply {}
}
