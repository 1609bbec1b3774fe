package posthorn.mailbox.account.log;

import java.util.ArrayList;
import java.util.List;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.NewMessage;

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

    /** When it came, by the pod's monotonic clock. */
    final long since;

    PendingCommand(Command command, long ticket, long since) {
        this.command = command;
        this.since = since;
        tickets.add(ticket);
    }

    /** Id of its body; empty: it has none. */
    String body() {
        return switch (command) {
            case Command.Append append -> append.message().body();
            case Command.Deliver deliver -> deliver.message().body();
            default -> "";
        };
    }

    /** Octets of facts that it brings into an entry. */
    int facts() {
        return switch (command) {
            case Command.Append append -> octets(append.message());
            case Command.Deliver deliver -> octets(deliver.message());
            default -> 0;
        };
    }

    private static int octets(NewMessage message) {
        return message.facts().bytes().length;
    }
}
