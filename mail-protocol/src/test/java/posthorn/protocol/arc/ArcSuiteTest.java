package posthorn.protocol.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.protocol.dkim.BodyHasher;
import posthorn.protocol.dkim.KeyLookup;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dns.ZoneFile;
import posthorn.protocol.mime.MessageHeader;

/** The cases of {@code arc/rfc8617.txt}, all of them. */
class ArcSuiteTest {
    private static final int CASES = 171;

    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> pieces = new HashMap<>();
    private final List<String[]> cases = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = ArcSuiteTest.class.getResourceAsStream("/arc/rfc8617.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                String[] field = line.split("\t", -1);
                switch (field[0]) {
                    case "key" -> keys.put(field[1], ZoneFile.unescaped(field[2]));
                    case "field", "body" ->
                            pieces.put(
                                    field[1], ZoneFile.unescaped(field[2]).replace("\n", "\r\n"));
                    case "case" -> cases.add(field);
                    default -> assertTrue(line.isEmpty() || line.startsWith("#"), line);
                }
            }
        }
    }

    @Test
    void everyCaseHasItsResult() {
        List<String> wrong = new ArrayList<>();
        for (String[] one : cases) {
            ArcOutcome outcome = outcome(message(one));
            if (!outcome.word().equals(one[2])) {
                wrong.add(one[1] + ": " + outcome + ", wanted " + one[2]);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(CASES, cases.size());
        System.out.println("ARC suite (RFC 8617): " + cases.size() + " cases, all as expected");
    }

    @Test
    void aChainThatHoldsNamesItsSealerAndWhatThatOneFound() {
        ArcOutcome outcome = outcome(message(named("cv_pass_i2_1")));
        assertEquals(2, outcome.sets());
        assertEquals("example.org", outcome.sealer());
        assertEquals("lists.example.org", outcome.results().orElseThrow().authservId());
    }

    @Test
    void aKeyThatCannotBeLookedUpFails() {
        keys.clear();
        assertEquals("fail", outcome(message(named("cv_pass_i1_1"))).word());
    }

    @Test
    void moreSetsThanThereMayBeFail() {
        StringBuilder fields = new StringBuilder();
        for (int i = 1; i <= ArcChain.MOST_SETS + 1; i++) {
            fields.append("ARC-Seal: i=").append(i).append("; a=x\r\n");
        }
        assertEquals("fail", outcome(fields + "\r\n").word());
    }

    private String[] named(String name) {
        return cases.stream().filter(one -> one[1].equals(name)).findFirst().orElseThrow();
    }

    private String message(String[] one) {
        StringBuilder message = new StringBuilder();
        for (String id : one[4].isEmpty() ? new String[0] : one[4].split(" ", -1)) {
            message.append(pieces.get(id)).append("\r\n");
        }
        return one[3].equals("-")
                ? message.toString()
                : message.append("\r\n").append(pieces.get(one[3])).toString();
    }

    private ArcOutcome outcome(String message) {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        MessageHeader header = MessageHeader.of(octets);
        ArcVerification verification = ArcVerification.of(header);
        BodyHasher hasher = new BodyHasher(verification.bodyHashes());
        hasher.update(octets, header.end(), octets.length);
        Map<KeyName, KeyLookup> known = new HashMap<>();
        for (KeyName name : verification.keyNames()) {
            String record = keys.get(name.dnsName());
            known.put(
                    name,
                    record == null ? new KeyLookup.Absent() : new KeyLookup.Found(List.of(record)));
        }
        return verification.finish(hasher.finish(), known);
    }
}
