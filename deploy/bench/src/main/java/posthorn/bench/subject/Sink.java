package posthorn.bench.subject;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Another mail server that takes everything, keeps nothing and counts recipients. */
public final class Sink implements AutoCloseable {

    private static final int WAITING = 1000;

    private final ServerSocket listener;
    private final AtomicLong taken = new AtomicLong();

    private Sink(ServerSocket listener) {
        this.listener = listener;
    }

    /** Listens on a free port of loopback. */
    public static Sink start() throws IOException {
        Sink sink = new Sink(new ServerSocket(0, WAITING, InetAddress.ofLiteral("127.0.0.1")));
        Thread.ofVirtual().name("sink").start(sink::accept);
        return sink;
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Recipients for which it has taken messages. */
    public long taken() {
        return taken.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink.test");
            int recipients = 0;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                switch (line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT)) {
                    case "EHLO" -> say(out, "250-sink.test\r\n250-8BITMIME\r\n250 PIPELINING");
                    case "MAIL", "RSET" -> {
                        recipients = 0;
                        say(out, "250 ok");
                    }
                    case "RCPT" -> {
                        recipients++;
                        say(out, "250 ok");
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        passBody(in);
                        taken.addAndGet(recipients);
                        say(out, "250 taken");
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException ended) {
            // The other side has gone.
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.append((char) octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toString();
    }

    /** Up to CRLF dot CRLF. */
    private static void passBody(InputStream in) throws IOException {
        int last = 0x0d0a;
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("ended within a message");
            }
            boolean dot = octet == '.' && (last & 0xffff) == 0x0d0a;
            last = last << 8 | octet;
            if (dot) {
                int cr = in.read();
                int lf = in.read();
                if (cr == '\r' && lf == '\n') {
                    return;
                }
                last = cr << 8 | lf;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
