package posthorn.protocol.smtp;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * What makes two addresses the same for us: letters in any case, any IDN form, any {@code +tag}.
 *
 * <p>The local part is brought to NFC and lower case, and what follows its first {@code +} is
 * dropped with it (a {@code +} in front is part of the name); the domain is {@link
 * Domain#folded()}. The rule holds for our own addresses alone: about those of others only their
 * host may decide (RFC 5321 §2.4).
 *
 * @param local folded; not quoted
 * @param domain folded; empty for the postmaster without a domain
 */
public record AddressKey(String local, String domain) {
    private static final char TAG = '+';

    /** The key of an address. */
    public static AddressKey of(Mailbox address) {
        return withTag(address).withoutTag(TAG);
    }

    /** The key of an address of which its tag is a part, folded as the rest. */
    public static AddressKey withTag(Mailbox address) {
        String text = Normalizer.normalize(address.local().text(), Normalizer.Form.NFC);
        String folded = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        return new AddressKey(folded, address.domain().folded());
    }

    /**
     * The key without its tag.
     *
     * @param separator what a tag begins with; in front of the local part it is part of the name
     */
    public AddressKey withoutTag(char separator) {
        int tag = local.indexOf(separator);
        return tag > 0 ? new AddressKey(local.substring(0, tag), domain) : this;
    }

    /** The same local part in another domain, folded. */
    public AddressKey in(String other) {
        return new AddressKey(local, other);
    }

    /** The key of a forward-path. */
    public static AddressKey of(ForwardPath path) {
        return path.mailbox().map(AddressKey::of).orElse(new AddressKey("postmaster", ""));
    }

    /** The key of an address in a text, without angle brackets; empty when it is none. */
    public static Optional<AddressKey> parse(String text) {
        return ForwardPath.parse(text).map(AddressKey::of);
    }

    /**
     * The key of a domain in a text, as it stands right of the {@code @}; empty when it is none.
     */
    public static Optional<String> domainKey(String text) {
        return Domain.parse(text).map(Domain::folded);
    }

    /** Whether this is the postmaster, of a domain or of the host (RFC 5321 §4.5.1). */
    public boolean isPostmaster() {
        return local.equals("postmaster");
    }

    /** One text for one key: quoted where needed, so that no two keys share it. */
    @Override
    public String toString() {
        String left = new LocalPart(local).encode();
        return domain.isEmpty() ? left : left + "@" + domain;
    }
}
