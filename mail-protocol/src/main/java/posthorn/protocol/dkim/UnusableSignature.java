package posthorn.protocol.dkim;

/**
 * A signature that cannot be checked, with what could be read of it.
 *
 * @param domain tag {@code d=} (octets) as it stands; empty: none
 * @param selector tag {@code s=} (octets) as it stands; empty: none
 * @param algorithm tag {@code a=} (octets) as it stands; empty: none
 * @param reason in words
 */
public record UnusableSignature(String domain, String selector, String algorithm, String reason)
        implements SignatureField {}
