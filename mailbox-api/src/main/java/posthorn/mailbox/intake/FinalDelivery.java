package posthorn.mailbox.intake;

import java.util.List;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;

/**
 * A message as it is put into a mailbox: what is prepended, then the message without the
 * Return-Path fields that it came with (RFC 5321 §4.4: there is one, and final delivery makes it).
 */
final class FinalDelivery {

    private static final String RETURN_PATH = "Return-Path";

    private FinalDelivery() {}

    /**
     * The message that is stored.
     *
     * @param octets what is prepended, and behind it the message as it came; may be returned
     * @param prepended octets that are prepended
     */
    static byte[] message(byte[] octets, int prepended) {
        List<HeaderField> old = MessageHeader.of(octets, prepended, octets.length).all(RETURN_PATH);
        int less = old.stream().mapToInt(field -> field.end() - field.start()).sum();
        if (less == 0) {
            return octets;
        }
        byte[] message = new byte[octets.length - less];
        int from = 0;
        int to = 0;
        for (HeaderField field : old) {
            System.arraycopy(octets, from, message, to, field.start() - from);
            to += field.start() - from;
            from = field.end();
        }
        System.arraycopy(octets, from, message, to, octets.length - from);
        return message;
    }
}
