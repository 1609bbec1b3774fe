package posthorn.delivery.policy;

import java.util.List;
import java.util.Locale;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DkimVerdict;

/**
 * Who is told what became of a message. A reverse-path can be forged: whoever stands there would
 * get the notifications for what somebody else has sent.
 */
public enum NotifiedSenders {

    /**
     * Those who signed in, and those of whose domain SPF or DKIM proves that the message is from
     * there.
     */
    PROVEN {
        @Override
        public boolean include(AcceptedMail mail) {
            return !mail.getArrival().getAccount().isEmpty()
                    || mail.getArrival().getListener().equals(INTERNAL)
                    || mail.getAuthentication().getMailFrom().getResult().equals(PASS)
                    || signedBySender(mail);
        }
    },

    /** All. */
    ALL {
        @Override
        public boolean include(AcceptedMail mail) {
            return true;
        }
    };

    /** {@code Arrival.listener} of what we made ourselves. */
    private static final String INTERNAL = "internal";

    private static final String PASS = "pass";

    /** Whether the sender of a message is one of them. */
    public abstract boolean include(AcceptedMail mail);

    /** A signature that verifies, of the domain of the reverse-path, or one above or below it. */
    private static boolean signedBySender(AcceptedMail mail) {
        String sender =
                Mailbox.parse(mail.getReversePath())
                        .map(Mailbox::domain)
                        .map(Domain::folded)
                        .orElse("");
        List<DkimVerdict> signatures = mail.getAuthentication().getDkimList();
        return !sender.isEmpty()
                && signatures.stream()
                        .filter(signature -> signature.getResult().equals(PASS))
                        .map(signature -> signature.getDomain().toLowerCase(Locale.ROOT))
                        .anyMatch(domain -> isWithin(domain, sender) || isWithin(sender, domain));
    }

    private static boolean isWithin(String domain, String other) {
        return domain.equals(other) || domain.endsWith("." + other);
    }
}
