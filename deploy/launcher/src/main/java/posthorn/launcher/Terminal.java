package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command prints: the answer as it came with {@code --json}, else lines and tables for
 * people.
 */
final class Terminal {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final boolean json;

    Terminal(CommandSpec command, Server server) {
        this.out = command.commandLine().getOut();
        this.json = server.json;
    }

    /** One sentence, or the answer itself. */
    int said(JsonNode answer, String sentence) {
        out.println(json ? (answer.isMissingNode() ? "{}" : answer.toPrettyString()) : sentence);
        out.flush();
        return 0;
    }

    /** Rows under headings, or the answer itself; {@code none} where there are no rows. */
    int table(JsonNode answer, List<String> headings, List<List<String>> rows, String none) {
        if (json || rows.isEmpty()) {
            return said(answer, none);
        }
        List<List<String>> all = new ArrayList<>();
        all.add(headings);
        rows.forEach(row -> all.add(row.stream().map(Terminal::visible).toList()));
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = all.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
                line.append(
                        String.format(
                                Locale.ROOT, "%-" + Math.max(1, width) + "s  ", row.get(column)));
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
        return 0;
    }

    /** Lines as they are, or the answer itself. */
    int lines(JsonNode answer, List<String> lines) {
        return said(
                answer,
                String.join(
                        System.lineSeparator(), lines.stream().map(Terminal::visible).toList()));
    }

    /**
     * What the failures among {@code entries} mean and what to do, each once; nothing with {@code
     * --json}.
     */
    void explanations(Iterable<JsonNode> entries) {
        Set<String> told = new LinkedHashSet<>();
        for (JsonNode entry : entries) {
            String reason = entry.path("reason").asText();
            if (!reason.isEmpty()) {
                told.add(
                        visible(
                                reason
                                        + ": "
                                        + entry.path("explanation").asText()
                                        + " "
                                        + entry.path("advice").asText()));
            }
        }
        told.forEach(line -> note(System.lineSeparator() + line.strip()));
    }

    /** A closing line for people; nothing with {@code --json}. */
    void note(String sentence) {
        if (!json) {
            out.println(sentence);
            out.flush();
        }
    }

    /**
     * Text that cannot steer a terminal: replies of other hosts stand in tables, too. Control
     * characters, and those that change the direction of text or end a line, become U+FFFD.
     */
    static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.appendCodePoint(steers(c) ? 0xFFFD : c));
        return shown.toString();
    }

    private static boolean steers(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }

    /** Milliseconds since 1970 in the zone of whoever reads it; 0: {@code -}. */
    static String time(JsonNode time) {
        try {
            return time.isMissingNode() ? "-" : TIME.format(Instant.parse(time.asText()));
        } catch (DateTimeParseException none) {
            return "-";
        }
    }
}
