package posthorn.protocol.dkim;

import posthorn.protocol.smtp.DomainName;

/**
 * Where the key of a signature is published (RFC 6376 §3.6.2.1).
 *
 * @param selector one or more labels that name one of the domain's keys
 * @param domain the domain that signs
 */
public record KeyName(DomainName selector, DomainName domain) {
    /** Octets that a name in DNS may have (RFC 1035 §2.3.4), without the dot at its end. */
    private static final int LONGEST = 253;

    /** Name of the TXT record, with A-labels, in lower case, without a dot at the end. */
    public String dnsName() {
        return selector.folded() + "._domainkey." + domain.folded();
    }

    /** Whether DNS can hold such a name. */
    boolean fits() {
        return dnsName().length() <= LONGEST;
    }

    @Override
    public String toString() {
        return dnsName();
    }
}
