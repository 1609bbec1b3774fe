package posthorn.bench.scenario;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.SigningKey;
import posthorn.protocol.dkim.VerificationKey;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.MailExchanger;
import posthorn.protocol.dns.TlsaRecord;
import posthorn.protocol.smtp.DomainName;

/** A domain that signs with two keys, and the name server that knows it and nothing else. */
final class SigningDomain implements Dns {

    static final String NAME = "sender.test";

    private static final int RSA_BITS = 2048;
    private static final int ED25519_OCTETS = 32;

    private final List<SigningKey> keys;
    private final Map<String, String> texts = new TreeMap<>();

    private SigningDomain(List<SigningKey> keys, String client) {
        this.keys = keys;
        texts.put(NAME, "v=spf1 ip4:" + client + " -all");
        texts.put("_dmarc." + NAME, "v=DMARC1; p=reject; rua=mailto:reports@" + NAME);
        keys.forEach(key ->
                texts.put(
                        key.name().dnsName(),
                        "v=DKIM1; k="
                                + key.algorithm().keyType()
                                + "; p="
                                + key.published().published()));
    }

    /** One with new keys, whose mail comes from that address. */
    static SigningDomain create(String client) {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(RSA_BITS);
            KeyPair ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = ed25519.getPublic().getEncoded();
            KeyPair pair = rsa.generateKeyPair();
            return new SigningDomain(
                    List.of(
                            key(
                                    "r",
                                    SigningAlgorithm.RSA_SHA256,
                                    pair,
                                    pair.getPublic().getEncoded()),
                            key(
                                    "e",
                                    SigningAlgorithm.ED25519_SHA256,
                                    ed25519,
                                    Arrays.copyOfRange(
                                            encoded,
                                            encoded.length - ED25519_OCTETS,
                                            encoded.length))),
                    client);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey key(
            String selector, SigningAlgorithm algorithm, KeyPair pair, byte[] published)
            throws GeneralSecurityException {
        return SigningKey.of(
                new KeyName(new DomainName(selector), new DomainName(NAME)),
                pair.getPrivate().getEncoded(),
                VerificationKey.of(algorithm, published));
    }

    List<SigningKey> keys() {
        return keys;
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        String text = texts.get(name);
        return text == null
                ? new DnsAnswer.Absent<>(false)
                : new DnsAnswer.Found<>(List.of(text), false);
    }

    @Override
    public DnsAnswer<InetAddress> a(String name) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String name) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<MailExchanger> mx(String name) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<TlsaRecord> tlsa(String name) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        return new DnsAnswer.Absent<>(false);
    }
}
