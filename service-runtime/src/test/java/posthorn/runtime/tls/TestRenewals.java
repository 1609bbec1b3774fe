package posthorn.runtime.tls;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.jspecify.annotations.Nullable;

/** When an authority wants its certificates renewed (RFC 9773). */
public final class TestRenewals {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> issued = ConcurrentHashMap.newKeySet();

    /** From when clients are told to renew; null: they are told nothing. */
    public volatile @Nullable Instant from;

    /** Within which time from then on. */
    public volatile Duration within = Duration.ofSeconds(1);

    /** When they are told to ask again; null: nothing is said of it. */
    public volatile @Nullable Duration askAgain;

    /** Certificates that clients have asked about, in their order. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** Certificates that orders have said they replace, in their order. */
    public final List<String> replaced = new CopyOnWriteArrayList<>();

    TestRenewals() {}

    /** What a certificate is called: its authority's key, and its number (RFC 9773 §4.1). */
    public static String identifier(String pem) throws BadCertificate {
        return identifier(Pem.certificates(pem.getBytes(StandardCharsets.US_ASCII)).getFirst());
    }

    /** The same of one that was read. */
    public static String identifier(X509Certificate own) {
        byte[] extension = own.getExtensionValue("2.5.29.35");
        AuthorityKeyIdentifier authority =
                AuthorityKeyIdentifier.getInstance(
                        ASN1OctetString.getInstance(extension).getOctets());
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(authority.getKeyIdentifierOctets())
                + "."
                + encoder.encodeToString(own.getSerialNumber().toByteArray());
    }

    void issued(String pem) throws BadCertificate {
        issued.add(identifier(pem));
    }

    /** Whether the certificate is known, and no other order replaces it. */
    boolean replace(String identifier) {
        if (!issued.contains(identifier) || replaced.contains(identifier)) {
            return false;
        }
        replaced.add(identifier);
        return true;
    }

    /** What is said of a certificate; null: there is none of this name. */
    @Nullable ObjectNode answer(String identifier) {
        Instant start = from;
        if (!issued.contains(identifier) || start == null) {
            return null;
        }
        asked.add(identifier);
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("suggestedWindow")
                .put("start", start.toString())
                .put("end", start.plus(within).toString());
        return answer;
    }
}
