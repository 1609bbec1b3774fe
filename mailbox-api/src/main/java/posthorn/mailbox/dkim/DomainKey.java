package posthorn.mailbox.dkim;

import java.util.Arrays;
import java.util.Locale;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.KeyRecord;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.VerificationKey;
import posthorn.protocol.smtp.DomainName;

/**
 * A key of a domain. Its times are milliseconds since 1970, UTC.
 *
 * @param name where its public half is published
 * @param published the public half
 * @param secret the private half (PKCS #8), sealed under the master key
 * @param created when it was made
 * @param signsFrom when it begins to sign: until then its record gets about in DNS
 * @param retiresFrom when it stops: another one signs from then; {@link #NEVER}: not decided
 * @param goneFrom when no message under way has a signature by it any more; {@link #NEVER}: not
 *     decided
 */
public record DomainKey(
        KeyName name,
        VerificationKey published,
        byte[] secret,
        long created,
        long signsFrom,
        long retiresFrom,
        long goneFrom) {
    /** A time that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    public DomainKey {
        secret = secret.clone();
    }

    /** Where a key is in its life. */
    public enum State {
        /** Its record is to be in DNS; it does not sign yet. */
        PUBLISHED,
        /** It signs. */
        SIGNING,
        /** It signs no more; its record is still needed for messages under way. */
        RETIRING,
        /** Nobody needs it, its record can go. */
        GONE;

        /** As it is shown. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its state at a time. */
    public State state(long now) {
        if (now >= goneFrom) {
            return State.GONE;
        }
        if (now >= retiresFrom) {
            return State.RETIRING;
        }
        return now >= signsFrom ? State.SIGNING : State.PUBLISHED;
    }

    /** How it signs. */
    public SigningAlgorithm algorithm() {
        return published.algorithm();
    }

    /** The private half, sealed. */
    @Override
    public byte[] secret() {
        return secret.clone();
    }

    /** The record to publish under {@link #name()}. */
    public String record() {
        return KeyRecord.Active.of(published).encode();
    }

    /** The same key, which stops signing at a time. */
    DomainKey retiring(long from, long gone) {
        return new DomainKey(name, published, secret, created, signsFrom, from, gone);
    }

    /** Name of a key made on that day, and the how-manyth of it. */
    static KeyName name(DomainName domain, SigningAlgorithm algorithm, String day, int ordinal) {
        String letter =
                switch (algorithm) {
                    case RSA_SHA256 -> "r";
                    case ED25519_SHA256 -> "e";
                };
        return new KeyName(
                new DomainName(letter + day + (ordinal == 1 ? "" : "-" + ordinal)), domain);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainKey key
                && name.equals(key.name)
                && published.published().equals(key.published.published())
                && Arrays.equals(secret, key.secret)
                && created == key.created
                && signsFrom == key.signsFrom
                && retiresFrom == key.retiresFrom
                && goneFrom == key.goneFrom;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Without the private half, sealed as it is. */
    @Override
    public String toString() {
        return "DomainKey[" + name + ", signs from " + signsFrom + ", retires " + retiresFrom + "]";
    }
}
