package posthorn.protocol.spf;

import java.util.Optional;
import posthorn.protocol.dns.IpNetwork;

/** What a directive compares the client with (RFC 7208 §5). */
sealed interface Mechanism {

    /** {@code all}, §5.1. */
    record All() implements Mechanism {}

    /** {@code include}, §5.2. */
    record Include(MacroString domain) implements Mechanism {}

    /** {@code a}, §5.3; no domain: the one that is checked. */
    record A(Optional<MacroString> domain, Prefixes prefixes) implements Mechanism {}

    /** {@code mx}, §5.4. */
    record Mx(Optional<MacroString> domain, Prefixes prefixes) implements Mechanism {}

    /** {@code ptr}, §5.5. */
    record Ptr(Optional<MacroString> domain) implements Mechanism {}

    /** {@code ip4} and {@code ip6}, §5.6. */
    record Ip(IpNetwork network) implements Mechanism {}

    /** {@code exists}, §5.7. */
    record Exists(MacroString domain) implements Mechanism {}

    /**
     * dual-cidr-length, §5.3.
     *
     * @param four bits of an IPv4 address that count
     * @param six bits of an IPv6 address that count
     */
    record Prefixes(int four, int six) {}
}
