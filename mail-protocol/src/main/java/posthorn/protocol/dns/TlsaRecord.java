package posthorn.protocol.dns;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One TLSA record (RFC 6698 §2.1). Numbers that mean nothing to us are kept as they are.
 *
 * @param usage how the certificate is to be used: 2 DANE-TA, 3 DANE-EE (RFC 7218)
 * @param selector what is compared: 0 the certificate, 1 its public key
 * @param matching as what it is compared: 0 the octets, 1 their SHA-256, 2 their SHA-512
 * @param data what it has to be
 */
public record TlsaRecord(int usage, int selector, int matching, byte[] data) {

    public TlsaRecord {
        data = data.clone();
    }

    /** What it has to be. */
    @Override
    public byte[] data() {
        return data.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsaRecord record
                && usage == record.usage
                && selector == record.selector
                && matching == record.matching
                && Arrays.equals(data, record.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    /** As it stands in a zone file: {@code 3 1 1 ab12...}. */
    @Override
    public String toString() {
        return usage + " " + selector + " " + matching + " " + HexFormat.of().formatHex(data);
    }
}
