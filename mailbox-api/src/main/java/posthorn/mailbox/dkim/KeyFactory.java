package posthorn.mailbox.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.VerificationKey;
import posthorn.protocol.smtp.DomainName;

/** Makes keys: RSA with 2048 bits and Ed25519, a pair at a time. It takes a while; blocks. */
public final class KeyFactory {
    private static final int RSA_BITS = 2048;
    private static final int ED25519_OCTETS = 32;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

    private final MasterKey master;
    private final SecureRandom random;

    /** Seals what it makes under {@code master}. */
    public KeyFactory(MasterKey master, SecureRandom random) {
        this.master = master;
        this.random = random;
    }

    /**
     * One key for each algorithm, named by the day.
     *
     * @param others keys of the domain whose names are taken
     */
    public List<DomainKey> pair(
            DomainName domain, List<DomainKey> others, long now, long signsFrom) {
        String day = DAY.format(Instant.ofEpochMilli(now));
        Set<KeyName> taken = others.stream().map(DomainKey::name).collect(Collectors.toSet());
        int ordinal = 1;
        while (taken.contains(
                DomainKey.name(domain, SigningAlgorithm.ED25519_SHA256, day, ordinal))) {
            ordinal++;
        }
        List<DomainKey> made = new ArrayList<>();
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            made.add(
                    key(
                            DomainKey.name(domain, algorithm, day, ordinal),
                            algorithm,
                            now,
                            signsFrom));
        }
        return made;
    }

    private DomainKey key(KeyName name, SigningAlgorithm algorithm, long now, long signsFrom) {
        try {
            KeyPair pair = generator(algorithm).generateKeyPair();
            return new DomainKey(
                    name,
                    VerificationKey.of(algorithm, published(algorithm, pair)),
                    master.seal(pair.getPrivate().getEncoded(), name.dnsName()),
                    now,
                    signsFrom,
                    DomainKey.NEVER,
                    DomainKey.NEVER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java makes keys for " + algorithm.word(), e);
        }
    }

    private KeyPairGenerator generator(SigningAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case RSA_SHA256 -> {
                KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                rsa.initialize(RSA_BITS, random);
                yield rsa;
            }
            case ED25519_SHA256 -> KeyPairGenerator.getInstance("Ed25519");
        };
    }

    /** SubjectPublicKeyInfo for RSA; of Ed25519 the last 32 octets of it, the key itself. */
    private static byte[] published(SigningAlgorithm algorithm, KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return switch (algorithm) {
            case RSA_SHA256 -> encoded;
            case ED25519_SHA256 ->
                    Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length);
        };
    }
}
