package posthorn.ingress.session;

import java.text.Normalizer;
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
    private final Set<String> local = new HashSet<>();
    private final Set<String> remote = new HashSet<>();
    private int accepted;
    private int tooMany;

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

    /** RCPT commands that were answered with 250, each of them. */
    int accepted() {
        return accepted;
    }

    /** Whether the same recipient was taken before: named twice, it gets the message once. */
    boolean has(ForwardPath path) {
        return local.contains(folded(path)) || remote.contains(exact(path));
    }

    /** Counts a recipient for which there is no room; how many there were. */
    int addTooMany() {
        return ++tooMany;
    }

    /** Counts a recipient that was taken before. */
    void addAgain() {
        accepted++;
    }

    /**
     * Takes a recipient, unless one of our own differs from one before only in case.
     *
     * @param account that it resolved to; empty: remote
     */
    void add(ForwardPath path, Optional<String> account) {
        accepted++;
        boolean fresh = account.isPresent() ? local.add(folded(path)) : remote.add(exact(path));
        if (fresh) {
            recipients.add(new AcceptedMessage.Recipient(path, account));
        }
    }

    /** The folded address, with its tag: filters may look at that. */
    private static String folded(ForwardPath path) {
        return path.mailbox()
                .map(m -> fold(m.local().text()) + "@" + m.domain().folded())
                .orElse(path.encode().toLowerCase(Locale.ROOT));
    }

    private static String fold(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    /** The local part as it came: what another host makes of its case is not ours to know. */
    private static String exact(ForwardPath path) {
        return path.mailbox()
                .map(m -> m.local().encode() + "@" + m.domain().folded())
                .orElse(path.encode().toLowerCase(Locale.ROOT));
    }
}
