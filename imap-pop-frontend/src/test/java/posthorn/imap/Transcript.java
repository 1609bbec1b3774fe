package posthorn.imap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dialogue of one or more clients with the server, as a script.
 *
 * <pre>
 * # a comment
 * option plain            clients connect without TLS; must come first
 * deliver INBOX plain.eml \Seen     a message comes in; files are in src/test/resources/messages
 * disable                 the account is disabled
 * away, back              the store does not answer; it does again
 * quota 1000 10           octets the account may hold, and messages; 0: no limit
 * tls                     the client begins the handshake that was agreed on
 * C: a1 NOOP              client 1 sends a line; C2: is client 2, and so on
 * c: abc                  the same without the line end
 * S: a1 OK &lt;*&gt;            it is answered with this line; &lt;*&gt; stands for anything
 * X:                      the connection ends
 * </pre>
 *
 * A client connects with its first line. Whatever is sent has to be in the script.
 */
public record Transcript(String name, List<Line> lines) {

    static final Path FOLDER = Path.of("src/test/resources/transcripts");

    /** One line: what to do, for which client, with what, and where it stands. */
    public record Line(String verb, int client, String text, int number) {}

    /** All there are, by name. */
    public static List<Transcript> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".imap"))
                    .sorted()
                    .map(Transcript::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transcript read(Path file) {
        List<Line> lines = new ArrayList<>();
        try {
            List<String> texts = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                if (!text.isBlank() && !text.startsWith("#")) {
                    lines.add(line(text, i + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Transcript(String.valueOf(file.getFileName()), lines);
    }

    private static Line line(String text, int number) {
        if (text.matches("(?s)[CcSX]\\d?:.*")) {
            int colon = text.indexOf(':');
            int client = colon == 1 ? 1 : text.charAt(1) - '0';
            String rest = text.substring(Math.min(text.length(), colon + 2));
            return new Line(text.substring(0, 1), client, rest, number);
        }
        int space = text.indexOf(' ');
        return space < 0
                ? new Line(text, 0, "", number)
                : new Line(text.substring(0, space), 0, text.substring(space + 1), number);
    }

    /** Whether clients connect without TLS. */
    public boolean isPlain() {
        return lines.stream().anyMatch(l -> l.verb().equals("option") && l.text().equals("plain"));
    }

    /** Octets of a message in the resources. */
    public static byte[] message(String file) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/messages", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
