package posthorn.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import posthorn.launcher.doctor.Finding;
import posthorn.launcher.doctor.Finding.Level;
import posthorn.launcher.doctor.Finding.Section;
import posthorn.launcher.doctor.Words;

/** What the doctor prints: findings below the name of their section, as they come; or JSON. */
final class DoctorReport {

    private static final int WIDTH = 100;
    private static final String INDENT = "          ";

    private final PrintWriter out;
    private final boolean json;
    private final Words words;
    private final List<Finding> all = new ArrayList<>();
    private Optional<Section> section = Optional.empty();

    DoctorReport(CommandSpec command, boolean json, Words words) {
        this.out = command.commandLine().getOut();
        this.json = json;
        this.words = words;
    }

    /** All that were shown. */
    List<Finding> all() {
        return all;
    }

    /** What is looked at. */
    void title(String host) {
        if (!json) {
            out.println(words.words("summary.title", Terminal.visible(host)));
        }
    }

    /** Shows findings. */
    void show(List<Finding> findings) {
        all.addAll(findings);
        if (!json) {
            findings.forEach(this::print);
            out.flush();
        }
    }

    private void print(Finding finding) {
        if (section.filter(finding.section()::equals).isEmpty()) {
            section = Optional.of(finding.section());
            out.println();
            out.println(style("bold", words.words("section." + finding.section())));
        }
        String level = words.words("level." + finding.level());
        out.println(
                "  "
                        + style(color(finding.level()), pad(level))
                        + style("bold", Terminal.visible(finding.subject())));
        wrapped(words.what(finding));
        words.advice(finding).ifPresent(this::advice);
    }

    private void advice(String advice) {
        for (String line : advice.split("\n")) {
            if (line.startsWith("\t")) {
                out.println(INDENT + "  " + Terminal.visible(line.substring(1)));
            } else {
                wrapped("-> " + line);
            }
        }
    }

    /** Lines of a width that reads well. */
    private void wrapped(String text) {
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : Terminal.visible(text).split(" ")) {
            boolean full = line.length() + word.length() >= WIDTH;
            if (full && line.length() > INDENT.length()) {
                out.println(line.toString().stripTrailing());
                line.setLength(0);
                line.append(INDENT);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }

    private static String pad(String level) {
        return level + " ".repeat(Math.max(1, INDENT.length() - 2 - level.length()));
    }

    private static String color(Level level) {
        return switch (level) {
            case GOOD -> "green";
            case ADVICE -> "yellow";
            case UNKNOWN -> "cyan";
            case WRONG -> "red,bold";
        };
    }

    private static String style(String style, String text) {
        return Ansi.AUTO.enabled()
                ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on()
                : text;
    }

    /** The last line, or all of it as JSON. */
    void end() {
        if (json) {
            out.println(asJson().toPrettyString());
        } else {
            out.println();
            out.println(summary());
        }
        out.flush();
    }

    private String summary() {
        List<String> sentences = new ArrayList<>();
        if (count(Level.WRONG) == 0) {
            sentences.add(words.words("summary.all-good"));
        }
        count("summary.wrong", Level.WRONG, sentences);
        count("summary.advice", Level.ADVICE, sentences);
        count("summary.unknown", Level.UNKNOWN, sentences);
        return String.join(" ", sentences);
    }

    private void count(String key, Level level, List<String> sentences) {
        long count = count(level);
        if (count > 0) {
            sentences.add(words.words(key, count));
        }
    }

    private long count(Level level) {
        return all.stream().filter(finding -> finding.level() == level).count();
    }

    private ObjectNode asJson() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("good", count(Level.WRONG) == 0);
        ArrayNode findings = report.putArray("findings");
        for (Finding finding : all) {
            findings.addObject()
                    .put("section", finding.section().name())
                    .put("level", finding.level().name())
                    .put("subject", finding.subject())
                    .put("key", finding.key())
                    .put("what", words.what(finding))
                    .put("do", words.advice(finding).orElse(""));
        }
        return report;
    }
}
