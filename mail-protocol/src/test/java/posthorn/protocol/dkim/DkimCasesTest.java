package posthorn.protocol.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.smtp.DomainName;

/**
 * Signed messages as data, {@code src/test/resources/dkim}: the samples of RFC 6376 and 8463, and
 * messages that dkimpy, another implementation, has signed. Lines {@code key NAME RECORD} are what
 * is in DNS, lines {@code result} what is to come out, field by field; below {@code ---} stands the
 * message, each line break for a CRLF.
 */
class DkimCasesTest {
    private static final Path CASES = Path.of("src/test/resources/dkim");

    @TestFactory
    Stream<DynamicTest> everyCaseEndsAsItSays() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            List<Path> cases = files.sorted().toList();
            assertTrue(cases.size() >= 30, "cases: " + cases.size());
            return cases.stream()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    String.valueOf(file.getFileName()), () -> hold(file)));
        }
    }

    private static void hold(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int split = text.indexOf("\n---\n");
        Map<KeyName, KeyLookup> keys = new HashMap<>();
        List<String> results = new ArrayList<>();
        long now = 0;
        for (String line : text.substring(0, split).lines().toList()) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "key" -> keys.merge(name(words[1]), found(words[2]), DkimCasesTest::both);
                case "result" -> results.add(line.substring(line.indexOf(' ') + 1));
                case "now" -> now = Long.parseLong(words[1]);
                default -> assertEquals("#", words[0]);
            }
        }
        byte[] message =
                text.substring(split + 5)
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        for (int piece : new int[] {1, 2, 3, 7, 64, message.length}) {
            assertEquals(results, verify(message, keys, now, piece), "in pieces of " + piece);
        }
    }

    private static List<String> verify(
            byte[] message, Map<KeyName, KeyLookup> keys, long now, int piece) {
        MessageHeader header = MessageHeader.of(message);
        DkimVerification verification = DkimVerification.of(header, 8);
        Map<KeyName, KeyLookup> answers = new HashMap<>();
        verification
                .keyNames()
                .forEach(n -> answers.put(n, keys.getOrDefault(n, new KeyLookup.Absent())));
        BodyHasher hasher = new BodyHasher(verification.bodyHashes());
        for (int at = header.end(); at < message.length; at += piece) {
            hasher.update(message, at, Math.min(message.length, at + piece));
        }
        return verification.finish(hasher.finish(), answers, now).stream()
                .map(DkimCasesTest::line)
                .toList();
    }

    private static String line(SignatureResult result) {
        String leftOut = result.unsignedOctets() > 0 ? " left out " + result.unsignedOctets() : "";
        String reason = result.reason().isEmpty() ? "" : " " + result.reason();
        return result.status().word()
                + " "
                + result.domain()
                + " "
                + result.selector()
                + leftOut
                + reason;
    }

    private static KeyName name(String dnsName) {
        String[] parts = dnsName.split("\\._domainkey\\.");
        return new KeyName(new DomainName(parts[0]), new DomainName(parts[1]));
    }

    private static KeyLookup found(String record) {
        return new KeyLookup.Found(List.of(record));
    }

    private static KeyLookup both(KeyLookup one, KeyLookup other) {
        List<String> records = new ArrayList<>(((KeyLookup.Found) one).records());
        records.addAll(((KeyLookup.Found) other).records());
        return new KeyLookup.Found(records);
    }
}
