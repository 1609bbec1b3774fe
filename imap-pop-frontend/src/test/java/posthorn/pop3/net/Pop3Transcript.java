package posthorn.pop3.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A dialogue as a file. Lines: {@code C:} said by the client, {@code S:} by the server ({@code *} at the end: whatever follows),
 * {@code M:} a line of a message that INBOX has, {@code #} for readers. Directives: {@code @tls} the connection begins with
 * TLS; {@code @plain} signing in without it is allowed; {@code @message} begins a message; {@code @handshake} the client's;
 * {@code @leave} the client goes; {@code @closed} the server has closed; {@code @left 2 4} UIDs that INBOX then has; {@code
 * @locked yes|no}; {@code @lock} by another session; {@code @expunge 4} by another client; {@code @away yes|no} the store.
 */
record Pop3Transcript(
        String name, boolean tls, boolean plain, List<byte[]> messages, List<Step> steps) {

    /** One line or directive. */
    record Step(String kind, String text) {}

    static List<Pop3Transcript> all() {
        try (var files = Files.list(Path.of("src/test/resources/transcripts"))) {
            return files.filter(file -> file.toString().endsWith(".pop3"))
                    .sorted()
                    .map(Pop3Transcript::read)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Pop3Transcript read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        List<StringBuilder> messages = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            if (line.equals("@message")) {
                messages.add(new StringBuilder());
            } else if (line.startsWith("M:")) {
                messages.getLast().append(content(line)).append("\r\n");
            } else if (line.startsWith("C:") || line.startsWith("S:")) {
                steps.add(new Step(line.substring(0, 2), content(line)));
            } else if (line.startsWith("@")) {
                int space = line.indexOf(' ');
                steps.add(
                        space < 0
                                ? new Step(line, "")
                                : new Step(line.substring(0, space), line.substring(space + 1)));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                throw new IllegalArgumentException(file + ": " + line);
            }
        }
        return new Pop3Transcript(
                file.getFileName().toString(),
                steps.remove(new Step("@tls", "")),
                steps.remove(new Step("@plain", "")),
                messages.stream()
                        .map(message -> message.toString().getBytes(StandardCharsets.UTF_8))
                        .toList(),
                List.copyOf(steps));
    }

    private static String content(String line) {
        return line.length() > 3 ? line.substring(3) : "";
    }

    /** Whether what was said is what was expected. */
    static boolean matches(String expected, String said) {
        return expected.endsWith("*")
                ? said.startsWith(expected.substring(0, expected.length() - 1))
                : expected.equals(said);
    }
}
