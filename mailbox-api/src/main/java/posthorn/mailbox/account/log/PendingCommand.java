package posthorn.mailbox.account.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Command;

/** A command that waits for its answer, with all who asked for it. */
final class PendingCommand {
    final Command command;
    final List<Long> tickets = new ArrayList<>();

    /** Name under which its body was last stored; empty: not yet. */
    String written = "";

    /** Name under which its body is being stored; empty: it is not. */
    String writing = "";

    /** It was decided as refused or needless: it is answered after a look. */
    boolean unconfirmed;

    /**
     * When its key was last looked for, as far as it is an old delivery; null: never. An entry that
     * has it is found before the floor can hide it, and is not found out by an insert that is
     * refused.
     */
    @Nullable Long sought;

    /** Content of the message that it adds; empty when it adds none. */
    final List<ByteBuffer> content;

    /** With this ticket it came, and its content. */
    final long ticket;

    /** When it came, by the pod's monotonic clock. */
    final long since;

    /** Writes of its content that have no answer yet. */
    int openWrites;

    /** It is answered or forgotten: its content is not written again. */
    boolean settled;

    PendingCommand(Input.Arrived arrived, long since) {
        command = arrived.command();
        content = arrived.content();
        ticket = arrived.ticket();
        this.since = since;
        tickets.add(ticket);
    }

    /** Id of its body; empty: it has none. */
    String body() {
        var message = command.message();
        return message == null ? "" : message.body();
    }

    /** Octets of facts that it brings into an entry. */
    int facts() {
        var message = command.message();
        return message == null ? 0 : message.facts().bytes().length;
    }
}
