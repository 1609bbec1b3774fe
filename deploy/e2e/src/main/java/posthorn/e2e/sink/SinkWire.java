package posthorn.e2e.sink;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines, replies and contents of messages on a socket. */
final class SinkWire {
    private static final int MAX_LINE = 4096;

    private final InputStream in;
    private final OutputStream out;

    SinkWire(Socket socket) throws IOException {
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = new BufferedOutputStream(socket.getOutputStream());
    }

    /**
     * What a message's content was.
     *
     * @param size octets
     * @param eightBit whether one was above 127
     */
    record Content(long size, boolean eightBit) {}

    /** A command line as UTF-8 without CRLF; one that ends in a bare LF keeps it. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = -1;
        for (int octet = in.read(); ; octet = in.read()) {
            if (octet < 0 || line.size() > MAX_LINE) {
                throw new EOFException();
            }
            line.write(octet);
            if (octet == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return last == '\r' ? text.substring(0, text.length() - 2) : text;
            }
            last = octet;
        }
    }

    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** Sends a reply; line feeds in the text make it several lines. */
    void reply(int code, String text) throws IOException {
        String[] lines = text.split("\n");
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            reply.append(code)
                    .append(i < lines.length - 1 ? '-' : ' ')
                    .append(lines[i])
                    .append("\r\n");
        }
        out.write(reply.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * Reads up to CRLF "." CRLF and writes what stands before the dot, unstuffed (RFC 5321 §4.5.2),
     * to the file.
     */
    Content content(Path file) throws IOException {
        long size = 0;
        boolean eightBit = false;
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
            boolean lineStart = true;
            int last = -1;
            while (true) {
                int octet = next();
                if (lineStart && octet == '.') {
                    octet = next();
                    if (octet == '\r') {
                        int after = next();
                        if (after == '\n') {
                            return new Content(size, eightBit);
                        }
                        to.write('\r');
                        size++;
                        octet = after;
                        last = '\r';
                    }
                }
                to.write(octet);
                size++;
                eightBit |= octet > 127;
                lineStart = last == '\r' && octet == '\n';
                last = octet;
            }
        }
    }

    /** Reads until the client leaves. */
    void discardAll() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private int next() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        return octet;
    }
}
