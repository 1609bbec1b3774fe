package posthorn.ingress.session;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import posthorn.protocol.smtp.DsnRecipientOptions;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/** A mail transaction from MAIL on (RFC 5321 §3.3): its sender and the recipients so far. */
final class Transaction {
    /** Octets of what addresses lead to, in one record of the log, which takes 2 MiB. */
    private static final long MOST_TARGET_OCTETS = 1 << 20;

    private static final int RECIPIENT_OVERHEAD = 64;

    private final ReversePath sender;
    private final MailOptions options;
    private final List<AcceptedMessage.Recipient> recipients = new ArrayList<>();
    private final Set<String> local = new HashSet<>();
    private final Set<String> accounts = new HashSet<>();
    private final Set<String> expanded = new HashSet<>();
    private final Set<String> passing = new HashSet<>();
    private final Set<String> remote = new HashSet<>();
    private DsnRecipientOptions recipientOptions = DsnRecipientOptions.NONE;
    private long targetOctets;
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

    /**
     * Whether the same recipient was taken before: named twice, it gets the message once, and the
     * options that came first count.
     */
    boolean has(ForwardPath path) {
        return local.contains(folded(path))
                || remote.contains(exact(path))
                || expanded.contains(folded(path));
    }

    /** What is wanted for the recipient that is looked up now. */
    void recipientOptions(DsnRecipientOptions options) {
        recipientOptions = options;
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
            account.ifPresent(accounts::add);
            recipients.add(new AcceptedMessage.Recipient(path, account, recipientOptions));
        }
    }

    /** Takes a recipient of a domain of ours whose mailboxes another host has. */
    void addElsewhere(ForwardPath path) {
        accepted++;
        if (remote.add(exact(path))) {
            recipients.add(
                    new AcceptedMessage.Recipient(
                            path, Optional.empty(), recipientOptions, true, Optional.empty()));
        }
    }

    /** Whether the record of the message has room for what an address leads to. */
    boolean hasRoomFor(ForwardPath path, List<Directory.Target> targets) {
        return targetOctets + octets(path, targets) <= MOST_TARGET_OCTETS;
    }

    /** About as many as the record has of them. */
    private static long octets(ForwardPath path, List<Directory.Target> targets) {
        long named = path.encode().length();
        return targets.stream()
                .mapToLong(target ->
                        named
                                + target.path().encode().length()
                                + target.reversePath().length()
                                + target.deliveredTo().length()
                                + RECIPIENT_OVERHEAD)
                .sum();
    }

    /** Takes what an address leads to, but for what the message goes to already. */
    void add(ForwardPath path, List<Directory.Target> targets) {
        accepted++;
        targetOctets += octets(path, targets);
        expanded.add(folded(path));
        for (Directory.Target target : targets) {
            boolean fresh =
                    target.account().isPresent()
                            ? accounts.add(target.account().get())
                            : remote.add(exact(target.path()));
            if (fresh) {
                recipients.add(
                        new AcceptedMessage.Recipient(
                                target.path(),
                                target.account(),
                                recipientOptions,
                                false,
                                Optional.of(
                                        new AcceptedMessage.Passing(
                                                path,
                                                target.reversePath(),
                                                target.deliveredTo()))));
                passing.add(target.deliveredTo());
            }
        }
    }

    /**
     * The address that passes this message on and has done so before; empty: none has.
     *
     * @param deliveredTo what it was delivered to before, folded
     */
    Optional<String> looping(List<String> deliveredTo) {
        return deliveredTo.stream().filter(passing::contains).findFirst();
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
