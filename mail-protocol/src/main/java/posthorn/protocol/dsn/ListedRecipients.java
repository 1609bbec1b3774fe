package posthorn.protocol.dsn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import posthorn.protocol.dsn.DeliveryReport.ReportedRecipient;

/**
 * The recipients that a notification lists, and how many more there are: a notification has a
 * bounded size, however many recipients a message had and whatever hosts said about them.
 *
 * @param listed at least the first one; texts longer than {@value #MAX_TEXT} characters are cut
 * @param more recipients that are counted only
 */
record ListedRecipients(List<ReportedRecipient> listed, int more) {

    /** Characters of a reply, an address or a host's name. */
    static final int MAX_TEXT = 512;

    /**
     * Octets of all that is listed, before transfer encoding: of common replies about a hundred.
     */
    static final int MAX_OCTETS = 96 * 1024;

    /** What is written around the values of a recipient: explanations, names of fields, dates. */
    private static final int AROUND = 600;

    /** How often each value stands in a notification: English, German, for programs. */
    private static final int TIMES = 3;

    ListedRecipients {
        listed = List.copyOf(listed);
    }

    static ListedRecipients of(List<ReportedRecipient> recipients) {
        List<ReportedRecipient> listed = new ArrayList<>();
        int octets = 0;
        for (ReportedRecipient recipient : recipients) {
            ReportedRecipient cut = cut(recipient);
            octets += AROUND + TIMES * octets(cut);
            if (octets > MAX_OCTETS && !listed.isEmpty()) {
                break;
            }
            listed.add(cut);
        }
        return new ListedRecipients(listed, recipients.size() - listed.size());
    }

    private static ReportedRecipient cut(ReportedRecipient recipient) {
        return new ReportedRecipient(
                cut(recipient.address()),
                cut(recipient.originalAddress()),
                cut(recipient.status()),
                cut(recipient.remoteHost()),
                cut(recipient.reply()),
                recipient.lastAttempt());
    }

    private static String cut(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1));
        return text.substring(0, splits ? MAX_TEXT - 1 : MAX_TEXT) + "...";
    }

    private static int octets(ReportedRecipient recipient) {
        String all =
                recipient.address()
                        + recipient.originalAddress()
                        + recipient.status()
                        + recipient.remoteHost()
                        + recipient.reply();
        return all.getBytes(StandardCharsets.UTF_8).length;
    }
}
