package posthorn.delivery.relay;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import posthorn.delivery.client.MailTransaction;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;

/** What a message asks of a host: what its sender declared, and when it matters, what is in it. */
final class DeclaredRequirements implements MailTransaction.Requirements {

    private final AcceptedMail mail;
    private final QueuedBody body;
    private final BodySource octets;
    private final Collection<String> addresses;

    /** Of a message to {@code addresses}. */
    DeclaredRequirements(
            AcceptedMail mail, QueuedBody body, BodySource octets, Collection<String> addresses) {
        this.mail = mail;
        this.body = body;
        this.octets = octets;
        this.addresses = addresses;
    }

    @Override
    public boolean eightBitDeclared() {
        return mail.getEightBit();
    }

    @Override
    public boolean eightBitNeeded() {
        return seen(false);
    }

    @Override
    public boolean utf8Declared() {
        return mail.getSmtpUtf8()
                || addresses.stream().anyMatch(DeclaredRequirements::international);
    }

    @Override
    public boolean utf8Needed() {
        return international(mail.getReversePath())
                || addresses.stream().anyMatch(DeclaredRequirements::international)
                || seen(true);
    }

    private static boolean international(String address) {
        return !StandardCharsets.US_ASCII.newEncoder().canEncode(address);
    }

    /** Whether there is an octet above 127; when it cannot be read, it may well be there. */
    private boolean seen(boolean headerOnly) {
        try {
            MessageContent content = octets.open(body);
            HighOctets search = new HighOctets(headerOnly);
            Optional<byte[]> chunk = content.next();
            while (chunk.isPresent() && search.goesOn(chunk.get())) {
                chunk = content.next();
            }
            return search.found();
        } catch (ContentLost e) {
            return true;
        }
    }

    /** A search for octets above 127, to the end or to the empty line that ends the header. */
    static final class HighOctets {
        private final boolean headerOnly;
        private boolean found;
        private int lineLength;

        HighOctets(boolean headerOnly) {
            this.headerOnly = headerOnly;
        }

        boolean found() {
            return found;
        }

        boolean goesOn(byte[] chunk) {
            for (byte octet : chunk) {
                if (octet < 0) {
                    found = true;
                    return false;
                }
                if (octet == '\n') {
                    if (headerOnly && lineLength == 0) {
                        return false;
                    }
                    lineLength = 0;
                } else if (octet != '\r') {
                    lineLength++;
                }
            }
            return true;
        }
    }
}
