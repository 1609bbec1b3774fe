package posthorn.e2e.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import posthorn.runtime.net.TestTls;

/** A port of this machine at which a certificate is shown. */
public sealed interface Door {

    int TIMEOUT_MILLIS = 10_000;

    /** Of what protocol, for people. */
    String protocol();

    /** Number of the port. */
    int port();

    /** Does with a new connection what comes before the handshake. */
    void approach(Socket socket) throws IOException;

    /** The certificate that is shown to a client that asks for a name. */
    default X509Certificate shown(String name) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            approach(socket);
            return TestTls.shown(socket, name);
        } catch (IOException e) {
            throw new UncheckedIOException(protocol(), e);
        }
    }

    /** The connection begins with the handshake. */
    record Encrypted(String protocol, int port) implements Door {
        @Override
        public void approach(Socket socket) {}
    }

    /**
     * It begins in plain.
     *
     * @param hello what is said before, answered by lines of which the last has a blank behind its
     *     code; empty: nothing
     * @param command asks for the handshake
     */
    record StartTls(String protocol, int port, String hello, String command) implements Door {
        @Override
        public void approach(Socket socket) throws IOException {
            InputStream in = socket.getInputStream();
            line(in);
            if (!hello.isEmpty()) {
                say(socket, hello);
                String line = line(in);
                while (line.startsWith("250-")) {
                    line = line(in);
                }
            }
            say(socket, command);
            line(in);
        }

        private static void say(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** Octet by octet: what comes behind belongs to the handshake. */
        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
                line.append((char) octet);
            }
            return line.toString();
        }
    }
}
