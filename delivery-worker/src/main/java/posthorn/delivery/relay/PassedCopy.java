package posthorn.delivery.relay;

import com.google.protobuf.ByteString;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;

/**
 * The copy of a message that goes to one destination. Where a forward or a group of ours passes it
 * on, its reverse-path is one of ours (SRS), and a Delivered-To field on top says who passed it on:
 * when it comes back, it is known. The message is not signed anew, and no field that a signature of
 * its author covers is touched.
 */
final class PassedCopy {

    private PassedCopy() {}

    /**
     * The message with the reverse-path of its copy.
     *
     * @param ordinal of one of the recipients, who all have the same copy
     */
    static AcceptedMail of(AcceptedMail mail, int ordinal) {
        String reversePath = mail.getRecipients(ordinal).getReversePath();
        return reversePath.isEmpty() ? mail : mail.toBuilder().setReversePath(reversePath).build();
    }

    /** Fields that come on top of the copy; an address beyond ASCII stands in none. */
    static ByteString fields(AcceptedMail mail, int ordinal) {
        MailRecipient recipient = mail.getRecipients(ordinal);
        String by = recipient.getDeliveredTo();
        return by.isEmpty() || by.chars().anyMatch(c -> c > 0x7e)
                ? ByteString.EMPTY
                : ByteString.copyFromUtf8("Delivered-To: " + by + "\r\n");
    }
}
