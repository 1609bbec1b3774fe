package posthorn.delivery.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReplyDecoder;

/**
 * A dialogue as a script, played to the client. Lines: {@code S: } what the host says, {@code C: }
 * what the client has to say, {@code S! closed} the host went away before the client spoke, {@code
 * S! close} the host goes away, {@code * tls} the client has to begin TLS and manages, {@code * tls
 * fails} it does not, {@code * tls with somebody else} it manages with a certificate that is not
 * the host's, {@code > } the result, {@code # } words.
 */
final class Transcript implements SmtpTransport {

    /** What the client is asked to send, said in the head of the script as {@code @ key value}. */
    record Head(String key, String value) {}

    private final List<Head> heads = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final StringBuilder said = new StringBuilder();

    private Transcript(List<String> script) {
        for (String line : script) {
            if (line.startsWith("@ ")) {
                String[] words = line.substring(2).split(" ", 2);
                heads.add(new Head(words[0], words.length == 2 ? words[1] : ""));
            } else if (line.startsWith("> ")) {
                results.add(line.substring(2));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line);
            }
        }
    }

    static Transcript read(Path file) {
        try {
            return new Transcript(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> values(String key) {
        return heads.stream().filter(h -> h.key().equals(key)).map(Head::value).toList();
    }

    List<String> results() {
        return results;
    }

    /** A host that went away has nothing more to say. */
    void afterClosed() {
        if (lost().isPresent()) {
            lines.remove();
        }
    }

    /** What of the script was not played. */
    List<String> rest() {
        return List.copyOf(lines);
    }

    @Override
    public void send(byte[] octets, Stage stage) {
        said.append(new String(octets, StandardCharsets.UTF_8));
        int end = said.indexOf("\r\n");
        while (end >= 0) {
            expect("C: " + said.substring(0, end));
            said.delete(0, end + 2);
            end = said.indexOf("\r\n");
        }
    }

    @Override
    public Reply reply(Stage stage) throws TransportLost {
        while (true) {
            var reply = decoder.next();
            if (reply.isPresent()) {
                return reply.get();
            }
            if (decoder.isBroken()) {
                throw new TransportLost("no reply");
            }
            String line = lines.isEmpty() ? "the end" : lines.remove();
            if (line.startsWith("S! close")) {
                throw new TransportLost("the connection was closed");
            }
            if (!line.startsWith("S: ")) {
                throw new AssertionError("the client waits for a reply, the script has: " + line);
            }
            decoder.feed((line.substring(3) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public boolean hasReply() {
        return !lines.isEmpty() && lines.peek().startsWith("S: ");
    }

    @Override
    public void startTls() throws TransportLost, HostNotVerified {
        if (!lines.isEmpty() && lines.peek().equals("* tls with somebody else")) {
            lines.remove();
            throw new HostNotVerified("the certificate is somebody else's");
        }
        if (!lines.isEmpty() && lines.peek().equals("* tls fails")) {
            lines.remove();
            throw new TransportLost("handshake failed");
        }
        expect("* tls");
    }

    @Override
    public String peer() {
        return "mx.test[192.0.2.1]:25";
    }

    @Override
    public void sendLast(byte[] octets) {
        send(octets, Stage.RSET);
    }

    @Override
    public Optional<String> lost() {
        boolean closed = !lines.isEmpty() && lines.peek().equals("S! closed");
        return closed ? Optional.of("the connection was closed") : Optional.empty();
    }

    private void expect(String line) {
        String scripted = lines.isEmpty() ? "the end" : lines.remove();
        if (!scripted.equals(line)) {
            throw new AssertionError("the client did: " + line + "\nthe script has: " + scripted);
        }
    }
}
