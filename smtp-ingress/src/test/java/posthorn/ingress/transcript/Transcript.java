package posthorn.ingress.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.session.Role;

/**
 * A dialogue in a file.
 *
 * <pre>
 * # a comment
 * &#64;listener mx | submission | submissions     (first line; with "trusted" behind it, the peer
 *                      may say for whom it speaks)
 * C: a line of the client; CRLF is added; escapes: \r \n \t \0 \xHH \\
 * C+ the same without CRLF
 * S: a line of the server; * stands for anything
 * &#64;until text          lines of the server up to one that is this; * stands for anything
 * &#64;starttls            a handshake
 * &#64;silence             the client says nothing for too long
 * &#64;closed              the server has closed the connection
 * &#64;down log|directory|bodies, &#64;up the same, &#64;intake closed|open, &#64;disable address
 * &#64;listed              the client is on a block list
 * &#64;greylist             hosts that nobody knows are told to come again
 * &#64;later                so much time passes that they may come
 * &#64;most n               so many messages of a client or a user are taken
 * &#64;scanner on|down      messages are looked into, or nobody can
 * &#64;accepted n          so many messages stand on the log
 * </pre>
 *
 * @param name of the file
 * @param role of the listener
 * @param trusted whether the peer may say for whom it speaks
 * @param lines in order, without comments
 */
public record Transcript(String name, Role role, boolean trusted, List<String> lines) {
    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    /** Every transcript that there is. */
    public static List<Transcript> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".smtp"))
                    .sorted()
                    .map(Transcript::read)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Transcript read(Path file) {
        try {
            List<String> lines =
                    Files.readAllLines(file).stream()
                            .filter(l -> !l.isBlank() && !l.startsWith("#"))
                            .toList();
            String[] listener = lines.getFirst().substring("@listener ".length()).split(" ", -1);
            return new Transcript(
                    String.valueOf(file.getFileName()),
                    Role.valueOf(listener[0].toUpperCase(Locale.ROOT)),
                    listener.length == 2 && listener[1].equals("trusted"),
                    lines.subList(1, lines.size()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Plays it: what the client says up to the server's next line goes out at once. */
    public void play(Wire wire, SessionFixture fixture) throws IOException {
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        for (String line : lines) {
            if (line.startsWith("C")) {
                client.writeBytes(octets(line));
                continue;
            }
            if (client.size() > 0) {
                wire.send(client.toByteArray());
                client.reset();
            }
            step(line, wire, fixture);
        }
        assertEquals(0, client.size(), name + " ends with a line of the client");
    }

    private void step(String line, Wire wire, SessionFixture fixture) throws IOException {
        if (line.startsWith("S: ")) {
            String answer = wire.line();
            assertTrue(
                    pattern(line.substring(3)).matcher(answer).matches(),
                    () -> name + ": expected \"" + line + "\", got \"" + answer + "\"");
            return;
        }
        String[] words = line.split(" ", 2);
        String argument = words.length == 2 ? words[1] : "";
        switch (words[0]) {
            case "@until" -> skipTo(pattern(argument), wire);
            case "@starttls" -> wire.startTls();
            case "@silence" -> wire.beSilent();
            case "@closed" -> assertTrue(wire.isClosed(), () -> name + ": still open");
            case "@down" -> down(argument, true, fixture);
            case "@up" -> down(argument, false, fixture);
            case "@disable" -> fixture.directory().disable(argument);
            case "@room" -> room(argument.split(" "), fixture);
            case "@listed" -> fixture.access().list();
            case "@greylist" -> fixture.access().greylist();
            case "@later" -> fixture.access().later();
            case "@most" -> fixture.access().most(Integer.parseInt(argument));
            case "@scanner" -> fixture.scanner().on(argument.equals("down"));
            case "@intake" ->
                    fixture.close(
                            argument.equals("closed") ? Optional.of("full") : Optional.empty());
            case "@accepted" ->
                    assertEquals(Integer.parseInt(argument), fixture.log().appended().size(), name);
            default -> throw new IllegalArgumentException(name + ": " + line);
        }
    }

    private static void skipTo(Pattern last, Wire wire) throws IOException {
        String line = wire.line();
        while (!last.matcher(line).matches()) {
            line = wire.line();
        }
    }

    private static void room(String[] words, SessionFixture fixture) {
        fixture.directory().full(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    private static void down(String what, boolean down, SessionFixture fixture) {
        switch (what) {
            case "log" -> fixture.log().down(down);
            case "directory" -> fixture.directory().down(down);
            case "bodies" -> fixture.bodies().down(down);
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static Pattern pattern(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("\\*", -1)) {
            parts.add(Pattern.quote(part));
        }
        return Pattern.compile(String.join(".*", parts));
    }

    private static byte[] octets(String line) {
        boolean whole = line.startsWith("C:");
        String text = line.length() > 3 ? line.substring(3) : "";
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i = escape(text, i + 1, octets);
            } else {
                octets.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        octets.writeBytes((whole ? "\r\n" : "").getBytes(StandardCharsets.US_ASCII));
        return octets.toByteArray();
    }

    private static int escape(String text, int at, ByteArrayOutputStream octets) {
        switch (text.charAt(at)) {
            case 'r' -> octets.write('\r');
            case 'n' -> octets.write('\n');
            case 't' -> octets.write('\t');
            case '0' -> octets.write(0);
            case '\\' -> octets.write('\\');
            case 'x' -> {
                octets.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
                return at + 2;
            }
            default -> throw new IllegalArgumentException(text);
        }
        return at;
    }

    @Override
    public String toString() {
        return name;
    }
}
