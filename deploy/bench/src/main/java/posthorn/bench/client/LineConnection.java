package posthorn.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import posthorn.e2e.client.AnyCertificate;

/**
 * A connection whose peer answers in lines. Strings are octets (ISO 8859-1). For one thread; reads
 * give up after a minute.
 */
public final class LineConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int BUFFER = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer;
    private int position;
    private int limit;

    private LineConnection(Socket socket, int buffered) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.buffer = new byte[buffered];
    }

    /** Connects in plain text. */
    public static LineConnection connect(int port) throws IOException {
        return new LineConnection(socket(port), BUFFER);
    }

    /** Connects with TLS from the start; any certificate is taken. */
    public static LineConnection connectTls(int port) throws IOException {
        return new LineConnection(
                AnyCertificate.context()
                        .getSocketFactory()
                        .createSocket(socket(port), "127.0.0.1", port, true),
                BUFFER);
    }

    private static Socket socket(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Sends octets. */
    public void send(byte[] octets) throws IOException {
        out.write(octets);
    }

    /** Sends a line, or several; the last line break is added. */
    public void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next line without its line break. */
    public String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            fill();
            for (int i = position; i < limit; i++) {
                if (buffer[i] == '\n') {
                    append(line, i);
                    position = i + 1;
                    int end = line.length() - 1;
                    return end >= 0 && line.charAt(end) == '\r'
                            ? line.substring(0, end)
                            : line.toString();
                }
            }
            append(line, limit);
            position = limit;
        }
    }

    private void append(StringBuilder line, int end) {
        line.append(new String(buffer, position, end - position, StandardCharsets.ISO_8859_1));
    }

    /** Passes over so many octets. */
    public void skip(long octets) throws IOException {
        long left = octets;
        while (left > 0) {
            fill();
            int some = (int) Math.min(left, limit - position);
            position += some;
            left -= some;
        }
    }

    private void fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = in.read(buffer);
            if (limit < 0) {
                limit = 0;
                throw new EOFException("the server has closed");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
