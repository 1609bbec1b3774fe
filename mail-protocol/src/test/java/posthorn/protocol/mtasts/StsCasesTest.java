package posthorn.protocol.mtasts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cases of {@code mtasts/rfc8461.txt}, all of them. */
class StsCasesTest {

    private static final int CASES = 67;

    @Test
    void everyCaseHasItsResult() throws IOException {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        for (String line : lines()) {
            String[] field = line.split("\t", -1);
            cases++;
            String result =
                    switch (field[0]) {
                        case "record" -> record(field[3]);
                        case "policy" -> policy(field[3]);
                        case "host" -> host(field[3], field[4]);
                        default -> throw new IOException("not a line of the cases: " + line);
                    };
            if (!result.equals(field[field.length - 1])) {
                wrong.add(field[1] + ": " + result);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(CASES, cases);
        System.out.println("MTA-STS cases (RFC 8461): " + cases + ", all as expected");
    }

    @Test
    void whatIsServedIsReadAsItWas() {
        StsPolicy policy =
                StsPolicy.parse(
                                "version: STSv1\nmode: testing\nmx: A.test\nmx: *.b.test\nmax_age: 60")
                        .orElseThrow();
        assertEquals(
                "version: STSv1\r\nmode: testing\r\nmx: a.test\r\nmx: *.b.test\r\nmax_age: 60\r\n",
                policy.encode());
        assertEquals(Optional.of(policy), StsPolicy.parse(policy.encode()));
        assertEquals("v=STSv1; id=a1;", new StsRecord("a1").encode());
    }

    @Test
    void longTextIsNone() {
        String policy = "version: STSv1\nmode: none\nmax_age: 60\n";
        assertEquals(
                Optional.empty(), StsPolicy.parse(policy + "x: ".repeat(StsPolicy.MOST_OCTETS)));
    }

    private static String record(String texts) {
        List<String> all = texts.isEmpty() ? List.of() : List.of(texts.split("\\|"));
        return StsRecord.among(all).map(StsRecord::id).orElse("none");
    }

    private static String policy(String text) {
        return StsPolicy.parse(text.replace("\\r", "\r").replace("\\n", "\n"))
                .map(policy ->
                        policy.mode().word()
                                + " "
                                + policy.maxAge().toSeconds()
                                + " "
                                + String.join(",", policy.mx()))
                .orElse("none");
    }

    private static String host(String patterns, String host) {
        StringBuilder text = new StringBuilder("version: STSv1\nmode: enforce\nmax_age: 60\n");
        Stream.of(patterns.split(",")).forEach(mx -> text.append("mx: ").append(mx).append('\n'));
        boolean named = StsPolicy.parse(text.toString()).orElseThrow().names(host);
        return named ? "named" : "not named";
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = StsCasesTest.class.getResourceAsStream("/mtasts/rfc8461.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        }
    }
}
