package posthorn.delivery.relay;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import posthorn.delivery.client.MailTransaction;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.protocol.wire.AcceptedMail;

/** What a message asks of a host: what its sender declared, and when it matters, what is in it. */
final class DeclaredRequirements implements MailTransaction.Requirements {

    private final AcceptedMail mail;
    private final BodyScan scan;
    private final Collection<String> addresses;

    /** Of a message to {@code addresses}. */
    DeclaredRequirements(AcceptedMail mail, BodyScan scan, Collection<String> addresses) {
        this.mail = mail;
        this.scan = scan;
        this.addresses = addresses;
    }

    @Override
    public boolean eightBitDeclared() {
        return mail.getEightBit();
    }

    @Override
    public boolean eightBitNeeded() throws ContentLost {
        return scan.highInMessage();
    }

    @Override
    public boolean utf8Declared() {
        return mail.getSmtpUtf8()
                || international(mail.getReversePath())
                || addresses.stream().anyMatch(DeclaredRequirements::international);
    }

    @Override
    public boolean utf8Needed() throws ContentLost {
        return international(mail.getReversePath())
                || addresses.stream().anyMatch(DeclaredRequirements::international)
                || scan.highInHeader();
    }

    @Override
    public boolean requireTls() {
        return mail.getRequireTls();
    }

    private static boolean international(String address) {
        return !StandardCharsets.US_ASCII.newEncoder().canEncode(address);
    }
}
