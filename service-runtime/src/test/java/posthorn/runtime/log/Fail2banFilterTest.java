package posthorn.runtime.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter that is shipped for fail2ban finds guessers in lines that are really written. */
class Fail2banFilterTest {

    private static final Path FILTER =
            Path.of("..", "deploy", "fail2ban", "filter.d", "posthorn.conf");
    private static final Path PROGRAM = Path.of("/usr/bin/fail2ban-regex");
    private static final Pattern NAMED = Pattern.compile("<([\\w-]+)>");
    private static final String FORGED =
            "x\",\"loggerName\":\"posthorn.sign-in\",\"level\":\"INFO\",\"message\":\"sign-in failed:"
                    + " protocol=imap client=198.51.100.1 reason=bad-credentials login=x";

    /** As services write without settings, as up does, and as JSON. */
    private static List<ExtFormatter> formats() {
        return List.of(
                new PatternFormatter("%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{3.}] (%t) %s%e%n"),
                new PatternFormatter("%d{HH:mm:ss} %-5p %c{1} %s%e%n"),
                new JsonLines());
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ExtFormatter format : formats()) {
            try (WrittenLines written = new WrittenLines("posthorn", format)) {
                write();
                lines.addAll(written.lines());
            }
        }
        return lines;
    }

    private static void write() {
        SignInLog.failed("imap", "alice@example.org", "192.0.2.1", "bad-credentials");
        SignInLog.failed("smtp", "x client=198.51.100.1", "2001:db8::7", "token-refused");
        SignInLog.failed("pop3", "x", "198.51.100.1", "directory-away");
        SignInLog.failed("rest", "", "192.0.2.3", "bad-token");
        SignInLog.refused("smtp", "192.0.2.9", "relay-denied");
        Logger other = Logger.getLogger("posthorn.ingress");
        other.infof("refused: from=<%s>", LogText.clean(FORGED));
        other.info(
                "sign-in failed: protocol=imap client=198.51.100.1 reason=bad-credentials login=x");
    }

    @Test
    void clientsThatGuessAreFoundAndNobodyElse() throws Exception {
        List<String> once = List.of("192.0.2.1", "2001:db8::7", "192.0.2.3");
        assertEquals(times(3, once), found("mdre-normal"));
    }

    @Test
    void clientsThatAreRefusedAreFoundWhereThatIsWanted() throws Exception {
        List<String> once = List.of("192.0.2.1", "2001:db8::7", "192.0.2.3", "192.0.2.9");
        assertEquals(times(3, once), found("mdre-aggressive"));
    }

    private static List<String> times(int times, List<String> some) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.addAll(some);
        }
        return all;
    }

    private static List<String> found(String name) throws IOException {
        Map<String, String> definitions = definitions();
        List<Pattern> patterns =
                expanded(definitions, "<" + name + ">")
                        .lines()
                        .map(line -> line.strip().replace("<HOST>", "([0-9a-fA-F.:]+)"))
                        .map(Pattern::compile)
                        .toList();
        List<Pattern> dates =
                definitions
                        .getOrDefault("datepattern", "")
                        .replace("%%", "%")
                        .lines()
                        .map(Fail2banFilterTest::date)
                        .toList();
        List<String> clients = new ArrayList<>();
        for (String line : lines()) {
            String undated = undated(dates, line);
            patterns.stream()
                    .map(pattern -> pattern.matcher(undated))
                    .filter(Matcher::find)
                    .findFirst()
                    .ifPresent(match -> clients.add(match.group(1)));
        }
        return clients;
    }

    /** The program cuts the date out before it looks on. */
    private static String undated(List<Pattern> dates, String line) {
        return dates.stream()
                .map(date -> date.matcher(line))
                .filter(Matcher::find)
                .findFirst()
                .map(match -> line.substring(match.end()))
                .orElse(line);
    }

    private static Pattern date(String pattern) {
        return Pattern.compile(
                pattern.strip()
                        .replace("%z", "(?:Z|[+-]\\d\\d:?\\d\\d)")
                        .replaceAll("%Y", "\\\\d{4}")
                        .replaceAll("%[mdHMS]", "\\\\d\\\\d"));
    }

    private static String expanded(Map<String, String> definitions, String text) {
        Matcher named = NAMED.matcher(text);
        return named.replaceAll(match ->
                Matcher.quoteReplacement(
                        match.group(1).equals("HOST")
                                ? match.group()
                                : expanded(
                                        definitions,
                                        definitions.getOrDefault(match.group(1), ""))));
    }

    private static Map<String, String> definitions() throws IOException {
        Map<String, String> definitions = new TreeMap<>();
        String name = "";
        for (String line : Files.readAllLines(FILTER)) {
            int equals = line.indexOf(" = ");
            if (line.startsWith(" ")) {
                definitions.merge(name, line.strip(), (one, other) -> one + "\n" + other);
            } else if (equals > 0 && !line.startsWith("#")) {
                name = line.substring(0, equals);
                definitions.put(name, line.substring(equals + 3).strip());
            }
        }
        return definitions;
    }

    @Test
    void theProgramItselfFindsThem(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "skipped: install fail2ban");
        Path log = Files.write(folder.resolve("log"), lines());
        Process program =
                new ProcessBuilder(PROGRAM.toString(), log.toString(), FILTER.toString())
                        .redirectErrorStream(true)
                        .start();
        String told = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        program.waitFor(30, TimeUnit.SECONDS);
        assertEquals(1, told.lines().filter(line -> line.contains("9 matched")).count(), told);
    }
}
