package posthorn.protocol.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import posthorn.protocol.dns.ZoneFile;

/** The cases of {@code spf/rfc7208.txt}, all of them. */
class SpfSuiteTest {
    private static final int CASES = 203;

    @Test
    void everyCaseHasItsResult() throws IOException {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        ZoneFile zone = new ZoneFile();
        for (String line : lines()) {
            String[] field = line.split("\t", -1);
            switch (field[0]) {
                case "zone" -> zone = new ZoneFile();
                case "dns" ->
                        zone.add(
                                field[1],
                                field[2],
                                field.length > 3 ? ZoneFile.unescaped(field[3]) : "");
                case "case" -> {
                    cases++;
                    String difference = difference(zone, field);
                    if (!difference.isEmpty()) {
                        wrong.add(field[1] + ": " + difference);
                    }
                }
                default -> throw new IOException("not a line of the suite: " + line);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(CASES, cases);
        System.out.println("SPF suite (RFC 7208): " + cases + " cases, all as expected");
    }

    private static String difference(ZoneFile zone, String[] field) {
        String sender = field[5].equals("<>") ? "" : field[5];
        String helo = ZoneFile.unescaped(field[4]);
        int at = sender.lastIndexOf('@');
        SpfRequest request =
                new SpfRequest(
                        InetAddress.ofLiteral(field[3]),
                        sender.isEmpty() ? helo : sender.substring(at + 1),
                        sender.isEmpty() ? "" : sender.substring(0, at),
                        helo,
                        "receiver.example.net",
                        Instant.EPOCH);
        SpfOutcome outcome = SpfCheck.of(zone, request);
        if (!List.of(field[6].split(",", -1)).contains(outcome.result().word())) {
            return outcome + ", wanted " + field[6];
        }
        String wanted = ZoneFile.unescaped(field[7]);
        if (wanted.equals("-")) {
            return "";
        }
        String explanation = wanted.equals("DEFAULT") ? "" : wanted;
        return explanation
                        .toLowerCase(Locale.ROOT)
                        .equals(outcome.explanation().toLowerCase(Locale.ROOT))
                ? ""
                : "explains '" + outcome.explanation() + "', wanted '" + explanation + "'";
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = SpfSuiteTest.class.getResourceAsStream("/spf/rfc7208.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        }
    }
}
