package posthorn.ingress.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import posthorn.ingress.transcript.Wire;
import posthorn.runtime.net.TestTls;

/** A blocking client over TCP that trusts everybody. */
final class TcpWire implements Wire, AutoCloseable {
    private static final int QUERY_TIMEOUT_MILLIS = 20_000;

    private Socket socket;
    private InputStream in;

    TcpWire(int port, boolean tls) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(QUERY_TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        if (tls) {
            startTls();
        }
    }

    @Override
    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    @Override
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("closed behind \"" + line + "\"");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void startTls() throws IOException {
        socket = TestTls.client(socket);
        in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void beSilent() {
        // The server's next line comes when it has waited long enough.
    }

    @Override
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Leaves without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
