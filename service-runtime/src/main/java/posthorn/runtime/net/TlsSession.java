package posthorn.runtime.net;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.sasl.ChannelBindings;
import posthorn.protocol.sasl.ScramOctets;

/** What is read out of a session when the handshake is done. */
final class TlsSession {
    /** RFC 9266 §3. */
    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    private static final int EXPORTER_OCTETS = 32;
    private static final Integer RFC822_NAME = 1;

    private TlsSession() {}

    static TlsFacts facts(SSLSession session) {
        return new TlsFacts(
                session.getProtocol(),
                session.getCipherSuite(),
                bindings(session),
                clientAddresses(session));
    }

    private static ChannelBindings bindings(SSLSession session) {
        Map<String, ScramOctets> bindings = new HashMap<>();
        byte[] exported = exported(session);
        if (exported != null) {
            bindings.put(ChannelBindings.TLS_EXPORTER, ScramOctets.of(exported));
        }
        byte[] endPoint = endPoint(session.getLocalCertificates());
        if (endPoint != null) {
            bindings.put(ChannelBindings.TLS_SERVER_END_POINT, ScramOctets.of(endPoint));
        }
        return new ChannelBindings(bindings);
    }

    /** RFC 9266 §2: before TLS 1.3 only where the master secret is of the whole handshake. */
    private static byte @Nullable [] exported(SSLSession session) {
        if (!session.getProtocol().equals("TLSv1.3")
                || !(session instanceof ExtendedSSLSession extended)) {
            return null;
        }
        try {
            return extended.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTER_OCTETS);
        } catch (SSLException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** RFC 5929 §4.1: the hash of its own signature, and SHA-256 in place of MD5 and SHA-1. */
    private static byte @Nullable [] endPoint(Certificate @Nullable [] chain) {
        if (chain == null || chain.length == 0 || !(chain[0] instanceof X509Certificate own)) {
            return null;
        }
        String signature = own.getSigAlgName().toUpperCase(Locale.ROOT);
        String hash =
                signature.startsWith("SHA384")
                        ? "SHA-384"
                        : signature.startsWith("SHA512") ? "SHA-512" : "SHA-256";
        try {
            return MessageDigest.getInstance(hash).digest(own.getEncoded());
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static List<String> clientAddresses(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            Collection<List<?>> names =
                    chain.length > 0 && chain[0] instanceof X509Certificate client
                            ? client.getSubjectAlternativeNames()
                            : null;
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> RFC822_NAME.equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (SSLPeerUnverifiedException | CertificateParsingException none) {
            return List.of();
        }
    }
}
