package posthorn.runtime.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Looks at proofs as an authority does, at ports of this machine whatever the name. */
record TestChallenges(int httpPort, int tlsPort) {
    private static final String PROOF_EXTENSION = "1.3.6.1.5.5.7.1.31";
    private static final int WITHIN_MILLIS = 10_000;

    /** What is wrong with the proof; empty: nothing. */
    Optional<String> look(String type, String name, String token, String thumbprint) {
        String authorization = token + "." + thumbprint;
        try {
            return type.equals("http-01")
                    ? page(name, token, authorization)
                    : handshake(name, authorization);
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of("no proof of " + name + ": " + e);
        }
    }

    private Optional<String> page(String name, String token, String authorization)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), httpPort)) {
            socket.setSoTimeout(WITHIN_MILLIS);
            String request =
                    "GET /.well-known/acme-challenge/"
                            + token
                            + " HTTP/1.1\r\nHost: "
                            + name
                            + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n" + authorization)
                    ? Optional.empty()
                    : Optional.of("the page of " + name + " says " + answer);
        }
    }

    private Optional<String> handshake(String name, String authorization)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), tlsPort)) {
            socket.setSoTimeout(WITHIN_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            parameters.setApplicationProtocols(new String[] {"acme-tls/1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            byte[] digest = TestJws.sha256(authorization);
            byte[] proof = shown.getExtensionValue(PROOF_EXTENSION);
            boolean good =
                    "acme-tls/1".equals(socket.getApplicationProtocol())
                            && List.of(List.of(2, name))
                                    .equals(List.copyOf(shown.getSubjectAlternativeNames()))
                            && shown.getCriticalExtensionOIDs().contains(PROOF_EXTENSION)
                            && proof != null
                            && Arrays.equals(
                                    digest,
                                    Arrays.copyOfRange(
                                            proof, proof.length - digest.length, proof.length));
            return good ? Optional.empty() : Optional.of("the handshake proves nothing");
        }
    }

    /** Trusts. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
