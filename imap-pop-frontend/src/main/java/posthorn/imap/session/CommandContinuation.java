package posthorn.imap.session;

import org.jspecify.annotations.Nullable;

/** Lines that belong to the command at hand, after its own. */
interface CommandContinuation {

    /** The answer to the command; null: the dialogue goes on. */
    @Nullable TaggedResponse line(String octets);

    /** Tag of the command. */
    String tag();
}
