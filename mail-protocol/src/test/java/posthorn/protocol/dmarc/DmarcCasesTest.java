package posthorn.protocol.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posthorn.protocol.dns.ZoneFile;

/** The cases of {@code dmarc/rfc9989.txt}, all of them; and what a walk costs (RFC 9989). */
class DmarcCasesTest {
    private static final int CASES = 67;

    @Test
    void everyCaseHasItsResult() throws IOException {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        ZoneFile zone = new ZoneFile();
        for (String line : lines()) {
            String[] field = line.split("\t", -1);
            switch (field[0]) {
                case "zone" -> zone = new ZoneFile();
                case "dns" -> zone.add(field[1], field[2], field.length > 3 ? field[3] : "");
                case "case" -> {
                    cases++;
                    DmarcOutcome outcome = DmarcCheck.of(zone, field[3], identifiers(field[4]));
                    if (!words(outcome).equals(List.of(field).subList(5, 9))) {
                        wrong.add(field[1] + ": " + outcome);
                    }
                }
                default -> throw new IOException("not a line of the cases: " + line);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(CASES, cases);
        System.out.println("DMARC cases (RFC 9989): " + cases + ", all as expected");
    }

    @Test
    void aWalkAsksEightQuestionsAtMost() {
        ZoneFile zone = new ZoneFile();
        DmarcCheck.of(zone, "a.b.c.d.e.f.g.h.i.j.mail.example.com", List.of());
        assertEquals(
                List.of(
                        "TXT _dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
                        "TXT _dmarc.g.h.i.j.mail.example.com",
                        "TXT _dmarc.h.i.j.mail.example.com",
                        "TXT _dmarc.i.j.mail.example.com",
                        "TXT _dmarc.j.mail.example.com",
                        "TXT _dmarc.mail.example.com",
                        "TXT _dmarc.example.com",
                        "TXT _dmarc.com"),
                zone.questions());
    }

    @Test
    void nothingIsAskedTwiceForOneMessage() {
        ZoneFile zone = new ZoneFile().add("_dmarc.example.com", "TXT", "v=DMARC1; p=reject");
        DmarcCheck.of(
                zone,
                "a.example.com",
                identifiers("dkim:b.example.com dkim:c.example.com spf:b.example.com"));
        assertEquals(zone.questions().stream().distinct().toList(), zone.questions());
    }

    private static List<AuthenticatedIdentifier> identifiers(String text) {
        List<AuthenticatedIdentifier> identifiers = new ArrayList<>();
        for (String one : text.equals("-") ? new String[0] : text.split(" ", -1)) {
            int colon = one.indexOf(':');
            String method = one.substring(0, colon);
            identifiers.add(
                    new AuthenticatedIdentifier(
                            AuthenticatedIdentifier.Method.valueOf(
                                    method.replace("?", "").toUpperCase(Locale.ROOT)),
                            one.substring(colon + 1),
                            !method.endsWith("?")));
        }
        return identifiers;
    }

    private static List<String> words(DmarcOutcome outcome) {
        String aligned =
                outcome.aligned().stream().map(Enum::name).collect(Collectors.joining(" "));
        return List.of(
                outcome.result().word(),
                outcome.policyDomain().isEmpty() ? "-" : outcome.policyDomain(),
                outcome.policy().word(),
                aligned.isEmpty() ? "-" : aligned);
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = DmarcCasesTest.class.getResourceAsStream("/dmarc/rfc9989.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        }
    }
}
