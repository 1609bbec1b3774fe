package posthorn.ingress.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/** A mail transaction from MAIL on (RFC 5321 §3.3): its sender and the recipients so far. */
final class Transaction {
    private final ReversePath sender;
    private final MailOptions options;
    private final List<AcceptedMessage.Recipient> recipients = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    Transaction(ReversePath sender, MailOptions options) {
        this.sender = sender;
        this.options = options;
    }

    ReversePath sender() {
        return sender;
    }

    MailOptions options() {
        return options;
    }

    List<AcceptedMessage.Recipient> recipients() {
        return recipients;
    }

    /** Whether the same recipient was taken before: named twice, it gets the message once. */
    boolean has(ForwardPath path) {
        return known.contains(key(path));
    }

    /**
     * Takes a recipient, unless it differs from one of our own only in case.
     *
     * @param account that it resolved to; empty: remote
     */
    void add(ForwardPath path, Optional<String> account) {
        known.add(key(path));
        boolean fresh = account.isEmpty() || known.add(key(path).toLowerCase(Locale.ROOT) + "\0");
        if (fresh) {
            recipients.add(new AcceptedMessage.Recipient(path, account));
        }
    }

    /** The local part as it came: what another host makes of its case is not ours to know. */
    private static String key(ForwardPath path) {
        return path.mailbox()
                .map(m -> m.local().encode() + "@" + m.domain().folded())
                .orElse(path.encode().toLowerCase(Locale.ROOT));
    }
}
