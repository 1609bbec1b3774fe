package posthorn.delivery.vacation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.mime.Address;
import posthorn.protocol.mime.AddressList;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.wire.AcceptedMail;

/**
 * Which messages are answered automatically at all (RFC 3834 §2): those that a person wrote to
 * persons. Pure.
 */
final class ReplyRules {

    /** Addresses of To and Cc that are looked at. */
    static final int MOST_ADDRESSED = 100;

    private static final int LONGEST_FIELD = 64 * 1024;

    /** {@code Arrival.listener} of what we made ourselves. */
    private static final String INTERNAL = "internal";

    private static final Set<String> BULK = Set.of("bulk", "list", "junk");

    /** Fields of lists (RFC 2369, RFC 2919), and of senders of bulk mail. */
    private static final List<String> LISTS =
            List.of(
                    "List-Id",
                    "List-Post",
                    "List-Help",
                    "List-Owner",
                    "List-Archive",
                    "List-Subscribe",
                    "List-Unsubscribe",
                    "Feedback-ID",
                    "X-Loop",
                    "X-Autoreply",
                    "X-Autorespond");

    /** Addresses that programs send from; RFC 3834 §2 names some of them. */
    private static final Pattern PROGRAMS =
            Pattern.compile(
                    "owner-.*|.*-(owner|request|bounces?)|bounces?([-+].*)?|mailer-daemon|postmaster"
                            + "|listserv|majordomo|(no|do-?not)[-_.]?reply.*|notifications?|srs[01]=.*");

    private ReplyRules() {}

    /**
     * Addresses that the message says it is for, as it writes them.
     *
     * @param head first octets of the message
     * @return empty: it is not to be answered
     */
    static Optional<List<String>> addressed(AcceptedMail mail, byte[] head) {
        if (!isFromPerson(mail)) {
            return Optional.empty();
        }
        MessageHeader header = MessageHeader.of(head);
        if (isAutomatic(header)) {
            return Optional.empty();
        }
        List<String> addressed = new ArrayList<>();
        for (String name : List.of("To", "Cc")) {
            for (HeaderField field : header.all(name)) {
                for (Address address : AddressList.parse(cut(field.value()))) {
                    if (address.host() != null && addressed.size() < MOST_ADDRESSED) {
                        addressed.add(address.addrSpec());
                    }
                }
            }
        }
        return addressed.isEmpty() ? Optional.empty() : Optional.of(addressed);
    }

    /** What the envelope says of the sender, before the message is looked at. */
    static boolean isFromPerson(AcceptedMail mail) {
        String sender = mail.getReversePath();
        String local =
                sender.substring(0, Math.max(0, sender.lastIndexOf('@'))).toLowerCase(Locale.ROOT);
        return !local.isEmpty()
                && mail.getJunk().isEmpty()
                && !mail.getArrival().getListener().equals(INTERNAL)
                && !PROGRAMS.matcher(local).matches();
    }

    private static boolean isAutomatic(MessageHeader header) {
        String submitted = word(header.first("Auto-Submitted"));
        String suppressed = text(header.first("X-Auto-Response-Suppress"));
        return (!submitted.isEmpty() && !submitted.equals("no"))
                || BULK.contains(word(header.first("Precedence")))
                || suppressed.contains("all")
                || suppressed.contains("oof")
                || LISTS.stream().anyMatch(name -> header.first(name) != null);
    }

    /** The first word of a field without comments and parameters, folded. */
    private static String word(@Nullable HeaderField field) {
        return text(field).split("[;(\\s]", 2)[0];
    }

    private static String text(@Nullable HeaderField field) {
        return field == null ? "" : cut(field.value()).strip().toLowerCase(Locale.ROOT);
    }

    private static String cut(String value) {
        return value.length() <= LONGEST_FIELD ? value : value.substring(0, LONGEST_FIELD);
    }

    /** Message-ID of the message, where it can be referred to; else empty. */
    static String messageId(byte[] head) {
        HeaderField field = MessageHeader.of(head).first("Message-ID");
        String id = field == null ? "" : field.value().strip();
        boolean plain = id.chars().allMatch(c -> c > 32 && c < 127);
        return plain && id.startsWith("<") && id.endsWith(">") && id.length() < 900 ? id : "";
    }
}
