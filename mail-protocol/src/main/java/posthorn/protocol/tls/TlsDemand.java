package posthorn.protocol.tls;

/** What is demanded of the connection with a host, from little to much. */
public enum TlsDemand {
    /** No TLS: it was tried and does not work. */
    PLAIN,
    /** TLS where it works, whoever the host is (RFC 7435). */
    OPPORTUNISTIC,
    /** TLS, whoever the host is: its TLSA records are none that can be used (RFC 7672 §2.2). */
    ENCRYPTED,
    /** TLS, with a certificate for the host that an authority vouches for (RFC 8461 §4.2). */
    POLICY,
    /** TLS, with a certificate that the host's TLSA records name (RFC 7672 §3). */
    TLSA,
    /** The host is not to be used: the domain's policy does not name it (RFC 8461 §4.1). */
    UNNAMED,
    /** The host is not to be used now: nobody knows its TLSA records (RFC 7672 §2.1.2). */
    UNKNOWN,
    /** The host is not to be used: the sender wants it verified, and nothing would do that. */
    UNVERIFIABLE;

    /** Whether there may be a connection at all. */
    public boolean usable() {
        return compareTo(UNNAMED) < 0;
    }

    /** Whether the connection has to be encrypted. */
    public boolean encrypted() {
        return usable() && compareTo(OPPORTUNISTIC) > 0;
    }

    /** Whether it has to be clear who the host is. */
    public boolean verified() {
        return this == POLICY || this == TLSA;
    }
}
