package posthorn.mailbox.account.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.NewMessage;

/**
 * What messages consist of: octets that follow from the message, so that whoever reads them can
 * tell whether they are the right ones. Each attempt to add a message brings a body of its own, as
 * the service's intake does; its id is {@code <message>-<attempt>}.
 */
final class MessageContent {
    private MessageContent() {}

    /** The message that a body is of, given its id or the name under which it is stored. */
    static String message(String body) {
        int dot = body.indexOf('.');
        var id = dot < 0 ? body : body.substring(0, dot);
        return id.substring(0, id.lastIndexOf('-'));
    }

    /** The octets of a message. */
    static byte[] of(String message, long size) {
        var octets = new byte[(int) size];
        new SplittableRandom(message.hashCode()).nextBytes(octets);
        return octets;
    }

    /** Whether these are the octets of the message that the body is of. */
    static boolean isRight(String body, long size, byte[] octets) {
        return Arrays.equals(of(message(body), size), octets);
    }

    /** What an attempt brings with it. */
    static List<ByteBuffer> of(Command command) {
        var message = command.message();
        return message == null
                ? List.of()
                : List.of(ByteBuffer.wrap(of(message(message.body()), message.size())));
    }

    /** The same command with the body of an attempt. */
    static Command attempt(Command command, int attempt) {
        return switch (command) {
            case Command.Append append ->
                    new Command.Append(
                            append.key(), append.mailbox(), attempt(append.message(), attempt));
            case Command.Deliver deliver ->
                    new Command.Deliver(
                            deliver.key(),
                            deliver.mailbox(),
                            deliver.specialUse(),
                            attempt(deliver.message(), attempt),
                            deliver.firstAttempt());
            case Command.WarnOfQuota warn ->
                    new Command.WarnOfQuota(
                            warn.key(), warn.level(), attempt(warn.message(), attempt));
            default -> command;
        };
    }

    private static NewMessage attempt(NewMessage message, int attempt) {
        return new NewMessage(
                message(message.body()) + "-" + attempt,
                message.size(),
                message.internalDate(),
                message.flags(),
                message.facts());
    }
}
