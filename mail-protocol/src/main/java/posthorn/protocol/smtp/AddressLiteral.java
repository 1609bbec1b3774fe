package posthorn.protocol.smtp;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host by its address in brackets: {@code [192.0.2.1]}, {@code [IPv6:2001:db8::1]} (RFC 5321
 * §4.1.3).
 *
 * @param text what stands in the brackets
 */
public record AddressLiteral(String text) implements Domain {
    /** Octets between the brackets; a domain has no more either (RFC 5321 §4.5.3.1.2). */
    private static final int LONGEST = 253;

    private static final String IPV6 = "ipv6:";
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9-]*[A-Za-z0-9]");

    /**
     * Checks that it is an IPv4 or IPv6 address, or a tagged General-address-literal.
     *
     * @throws IllegalArgumentException when it is none
     */
    public AddressLiteral {
        if (!isLiteral(text)) {
            throw new IllegalArgumentException("No address literal: " + text);
        }
    }

    /** The literal for an IP address. */
    public static AddressLiteral of(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return new AddressLiteral(plain.indexOf(':') < 0 ? plain : "IPv6:" + plain);
    }

    /** The IP address; empty for a literal of another kind. */
    public Optional<InetAddress> address() {
        boolean six = text.regionMatches(true, 0, IPV6, 0, IPV6.length());
        return six ? ip(text.substring(IPV6.length()), true) : ip(text, false);
    }

    @Override
    public String encode() {
        return "[" + text + "]";
    }

    /** Two spellings of one IP address have one folded form. */
    @Override
    public String folded() {
        return address().map(a -> of(a).encode()).orElseGet(this::encode).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return encode();
    }

    /** Whether a text may stand in the brackets. */
    static boolean isLiteral(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        if (!text.chars().allMatch(c -> Chars.isDcontent((char) c))) {
            return false;
        }
        if (text.regionMatches(true, 0, IPV6, 0, IPV6.length())) {
            return ip(text.substring(IPV6.length()), true).isPresent();
        }
        int tag = text.indexOf(':');
        boolean tagged = tag > 0 && tag < text.length() - 1;
        return tagged ? TAG.matcher(text.substring(0, tag)).matches() : ip(text, false).isPresent();
    }

    private static Optional<InetAddress> ip(String text, boolean six) {
        if (!(six ? IPV6_CHARACTERS : IPV4).matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
