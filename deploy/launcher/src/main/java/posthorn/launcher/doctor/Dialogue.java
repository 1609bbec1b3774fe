package posthorn.launcher.doctor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A short talk with a mail server: greeting, what it offers, TLS with whatever certificate. */
final class Dialogue implements AutoCloseable {

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 200;

    private final String host;
    private final int patience;
    private Socket socket;
    private InputStream in;

    /** It says something else than the protocol wants. */
    static final class Unexpected extends Exception {
        private static final long serialVersionUID = 1L;

        Unexpected(String said) {
            super(said);
        }
    }

    private Dialogue(String host, Socket socket, int patience) throws IOException {
        this.host = host;
        this.patience = patience;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects.
     *
     * @param host the name that TLS asks for
     */
    static Dialogue with(String host, InetAddress address, int port, Duration patience)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            return new Dialogue(host, socket, (int) patience.toMillis());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Speaks TLS from here on; the certificates that the server shows, its own first. */
    List<X509Certificate> tls() throws IOException {
        SSLSocket secure;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            secure =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, host, socket.getPort(), true);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        if (host.indexOf('.') > 0 && !Character.isDigit(host.charAt(host.length() - 1))) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            secure.setSSLParameters(parameters);
        }
        secure.setSoTimeout(patience);
        secure.startHandshake();
        socket = secure;
        in = new BufferedInputStream(secure.getInputStream());
        return Arrays.stream(secure.getSession().getPeerCertificates())
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
    }

    void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** A reply of SMTP; its last line. */
    String smtp(String code) throws IOException, Unexpected {
        for (int lines = 0; lines < MOST_LINES; lines++) {
            String line = line();
            boolean goesOn =
                    line.length() > 3 && line.charAt(3) == '-' && Character.isDigit(line.charAt(0));
            if (!goesOn) {
                return wanted(line, line.startsWith(code));
            }
        }
        throw new Unexpected("more than " + MOST_LINES + " lines");
    }

    /** One line of IMAP or POP3 that begins so. */
    String line(String start) throws IOException, Unexpected {
        String line = line();
        return wanted(line, line.toUpperCase(Locale.ROOT).startsWith(start));
    }

    /** The line of IMAP that ends a command, behind what is said before. */
    String tagged(String tag) throws IOException, Unexpected {
        for (int lines = 0; lines < MOST_LINES; lines++) {
            String line = line();
            if (!line.startsWith("* ")) {
                return wanted(line, line.toUpperCase(Locale.ROOT).startsWith(tag + " OK"));
            }
        }
        throw new Unexpected("more than " + MOST_LINES + " lines");
    }

    private static String wanted(String line, boolean as) throws Unexpected {
        if (!as) {
            throw new Unexpected(line.isEmpty() ? "nothing" : line);
        }
        return line;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\n' && line.length() < LONGEST_LINE) {
            if (octet != '\r') {
                line.append((char) octet);
            }
            octet = in.read();
        }
        if (octet < 0 && line.isEmpty()) {
            throw new IOException("the connection was closed");
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }
}
