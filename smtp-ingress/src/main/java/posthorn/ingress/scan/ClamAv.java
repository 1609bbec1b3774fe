package posthorn.ingress.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.MessageContent;
import posthorn.ingress.session.ScanResult.Finding;
import posthorn.ingress.session.ScanResult.Outcome;

/**
 * ClamAV's {@code clamd} over TCP: {@code zINSTREAM}, then pieces, each behind its length in four
 * octets, and a length of zero at the end; the answer ends with a NUL (clamd(8)).
 */
public final class ClamAv implements Scanner {
    private static final int PIECE = 64 * 1024;
    private static final int LONGEST_ANSWER = 1024;
    private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
    private static final String FOUND = " FOUND";
    private static final String STREAM = "stream: ";

    private final String host;
    private final int port;
    private final long maxSize;
    private final Duration connectLimit;

    /**
     * A daemon that listens there.
     *
     * @param maxSize not above the daemon's StreamMaxLength
     */
    public ClamAv(String host, int port, long maxSize, Duration connectLimit) {
        this.host = host;
        this.port = port;
        this.maxSize = maxSize;
        this.connectLimit = connectLimit;
    }

    @Override
    public String name() {
        return "clamav";
    }

    @Override
    public long maxSize() {
        return maxSize;
    }

    @Override
    public Finding scan(AcceptedMessage message, MessageContent content) throws IOException {
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException(host + " has no address");
            }
            socket.connect(address, (int) connectLimit.toMillis());
            try {
                send(content, socket.getOutputStream());
            } catch (IOException e) {
                return earlyAnswer(socket.getInputStream(), e);
            }
            return finding(answer(socket.getInputStream()));
        }
    }

    private static void send(MessageContent content, OutputStream out) throws IOException {
        byte[] piece = new byte[Integer.BYTES + PIECE];
        out.write(COMMAND);
        try (InputStream in = content.open()) {
            int read = in.readNBytes(piece, Integer.BYTES, PIECE);
            while (read > 0) {
                ByteBuffer.wrap(piece).putInt(read);
                out.write(piece, 0, Integer.BYTES + read);
                read = in.readNBytes(piece, Integer.BYTES, PIECE);
            }
        }
        out.write(new byte[Integer.BYTES]);
        out.flush();
    }

    /** A daemon that has had enough says so and closes while it is written to. */
    private Finding earlyAnswer(InputStream in, IOException failure) throws IOException {
        String answer;
        try {
            answer = answer(in);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        if (answer.isEmpty()) {
            throw failure;
        }
        return finding(answer);
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        int octet = in.read();
        while (octet > 0 && answer.length() < LONGEST_ANSWER) {
            answer.append((char) octet);
            octet = in.read();
        }
        return answer.toString().strip();
    }

    private Finding finding(String answer) throws IOException {
        String said = answer.startsWith(STREAM) ? answer.substring(STREAM.length()) : answer;
        if (said.equals("OK")) {
            return new Finding(name(), Outcome.CLEAN, "", "");
        } else if (said.endsWith(FOUND)) {
            String virus = said.substring(0, said.length() - FOUND.length());
            return new Finding(name(), Outcome.VIRUS, PlainText.of(virus), "");
        } else if (said.contains("size limit exceeded")) {
            return new Finding(name(), Outcome.SKIPPED, "larger than clamd takes", "");
        }
        throw new IOException(
                said.isEmpty() ? "clamd has closed without an answer" : "clamd says: " + said);
    }
}
