package posthorn.e2e.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A bare socket to a port of 127.0.0.1. Strings are octets (ISO 8859-1). Reading gives up after 30
 * seconds.
 */
public final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket plain;
    private Socket socket;
    private InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.plain = socket;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a port. */
    public static RawConnection connect(int port) throws IOException {
        return connect(port, "127.0.0.1", 0);
    }

    /**
     * Connects to a port from an address of this machine.
     *
     * @param from as in 127.0.0.2
     * @param receiveBuffer octets that are taken before anybody reads them, about; 0: as usual
     */
    public static RawConnection connect(int port, String from, int receiveBuffer)
            throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new RawConnection(socket);
    }

    /** Connects to a port and starts TLS at once. */
    public static RawConnection connectTls(int port) throws IOException {
        RawConnection wire = connect(port);
        wire.startTls();
        return wire;
    }

    /**
     * Does the handshake of TLS; any certificate is accepted. What was sent and not read is lost.
     */
    public void startTls() throws IOException {
        SSLSocket secured =
                (SSLSocket)
                        AnyCertificate.context()
                                .getSocketFactory()
                                .createSocket(socket, "127.0.0.1", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
    }

    /** What a sign-in on this TLS connection may be tied to (RFC 9266). */
    public byte[] channelBinding() throws IOException {
        if (socket instanceof SSLSocket secured
                && secured.getSession() instanceof ExtendedSSLSession session) {
            return session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
        }
        throw new IOException("there is no TLS");
    }

    /** Reads so many octets, fewer when the server closes. */
    public byte[] read(int octets) throws IOException {
        return in.readNBytes(octets);
    }

    /**
     * Goes without a word, whatever the protocol or TLS would have to say.
     *
     * @param reset by RST instead of FIN: what is on its way is thrown away
     */
    public void drop(boolean reset) throws IOException {
        if (reset) {
            plain.setSoLinger(true, 0);
        }
        plain.close();
    }

    /** Sends a command that is answered by a line and followed by the handshake of TLS. */
    public void startTls(String command) throws IOException {
        send(command);
        line();
        startTls();
    }

    /** Sends octets. */
    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** Sends octets. */
    public void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Next line with its line break; shorter when the server closes. */
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet;
        do {
            octet = in.read();
            if (octet >= 0) {
                line.write(octet);
            }
        } while (octet >= 0 && octet != '\n');
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * All that the server sends until it closes; what it sent until then when it resets the
     * connection.
     */
    public String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException stalled) {
            throw stalled;
        } catch (IOException reset) {
            // A reset is an end as well: the server closed while octets were on their way to it.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the server sends anything, or closes, within that time. */
    public boolean answersWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            in.read();
            return true;
        } catch (SocketTimeoutException silent) {
            return false;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
