package posthorn.protocol.dsn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import posthorn.protocol.dsn.DeliveryReport.Action;
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
    static final int MAX_OCTETS = 128 * 1024;

    /** What is written around the values of a recipient for programs: names of fields, dates. */
    private static final int FIELDS = 300;

    /** An explanation in one language. */
    private static final int EXPLANATION = 1200;

    ListedRecipients {
        listed = List.copyOf(listed);
    }

    /** What is told of a recipient; those of whom the same is told are listed together. */
    record Told(Action action, String status, String host, String reply) {
        static Told of(ReportedRecipient recipient) {
            return new Told(
                    recipient.action(),
                    recipient.status(),
                    recipient.remoteHost(),
                    recipient.reply());
        }
    }

    static ListedRecipients of(DeliveryReport report) {
        List<ReportedRecipient> recipients = report.recipients();
        int languages = report.languages().size();
        List<ReportedRecipient> listed = new ArrayList<>();
        Set<Told> told = new HashSet<>();
        int octets = 0;
        for (ReportedRecipient recipient : recipients) {
            ReportedRecipient cut = cut(recipient);
            octets += FIELDS + octets(cut) + languages * octets(cut.address());
            if (told.add(Told.of(cut))) {
                octets += languages * (EXPLANATION + octets(cut));
            }
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
                recipient.action(),
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
        return octets(
                recipient.address()
                        + recipient.originalAddress()
                        + recipient.status()
                        + recipient.remoteHost()
                        + recipient.reply());
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
