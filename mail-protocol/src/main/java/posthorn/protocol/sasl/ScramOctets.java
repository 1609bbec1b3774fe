package posthorn.protocol.sasl;

import java.util.Base64;

/** Octets of SCRAM that are compared: a proof, a key, a signature. Secret; immutable. */
public final class ScramOctets {
    private final byte[] octets;

    private ScramOctets(byte[] octets) {
        this.octets = octets;
    }

    /** These octets. */
    public static ScramOctets of(byte[] octets) {
        return new ScramOctets(octets.clone());
    }

    /**
     * What the base64 says.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ScramOctets fromBase64(String base64) {
        return new ScramOctets(Base64.getDecoder().decode(base64));
    }

    /** The octets; the caller's own. */
    public byte[] toArray() {
        return octets.clone();
    }

    /** As base64 with padding. */
    public String base64() {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** How many there are. */
    public int length() {
        return octets.length;
    }

    /** In the same time wherever they differ. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ScramOctets that) || octets.length != that.octets.length) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < octets.length; i++) {
            difference |= octets[i] ^ that.octets[i];
        }
        return difference == 0;
    }

    @Override
    public int hashCode() {
        return octets.length;
    }

    /** How many there are, and not which. */
    @Override
    public String toString() {
        return "ScramOctets[" + octets.length + "]";
    }
}
