package posthorn.imap.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import posthorn.imap.TranscriptPlayer;
import posthorn.runtime.net.TestTls;

/** A client over a socket; it trusts everybody. */
final class TcpPeer implements TranscriptPlayer.Peer {

    private static final int TIMEOUT_MILLIS = 20_000;

    private Socket socket;
    private InputStream in;

    TcpPeer(int port, boolean plain) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!plain) {
            tls();
        }
    }

    @Override
    public void tls() {
        try {
            socket = TestTls.client(socket);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String line() {
        StringBuilder line = new StringBuilder();
        for (int c = read(); c >= 0 && c != '\n'; c = read()) {
            line.append((char) c);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    /** Octets, exactly so many. */
    String octets(int count) {
        try {
            return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean ended() {
        return read() < 0;
    }

    @Override
    public boolean hasMore() {
        try {
            return in.available() > 0;
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
