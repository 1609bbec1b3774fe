package posthorn.protocol.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A body that streams has the hashes that RFC 6376 §3.4 describes, however it is cut. What it
 * describes is written here once more, over a whole String.
 */
class BodyHasherTest {
    private static final String[] PIECES = {
        "a", " ", "\t", "\r\n", "\r", "\n", "b", "\r\n\r\n", "."
    };

    @Test
    void anyPiecesGiveTheHashOfTheCanonicalBody() {
        Random random = new Random(6376);
        for (int i = 0; i < 3_000; i++) {
            String body = randomBody(random);
            for (Canonicalization form : Canonicalization.values()) {
                String canonical = canonical(form, body);
                long limit = random.nextInt(canonical.length() + 1);
                BodyHashKind part = new BodyHashKind(form, OptionalLong.of(limit));
                BodyHashes hashes = hash(body, random, BodyHashKind.whole(form), part);
                String shown = form + " of " + body.replace("\r", "\\r").replace("\n", "\\n");
                assertEquals(
                        sha256(canonical),
                        hashes.of(BodyHashKind.whole(form)).orElseThrow(),
                        shown);
                assertEquals(
                        sha256(canonical.substring(0, (int) limit)),
                        hashes.of(part).orElseThrow(),
                        shown);
                assertEquals(canonical.length() - limit, hashes.leftOut(part), shown);
            }
        }
    }

    @Test
    void anEmptyBodyIsOneLineBreakWhenSimpleAndNothingWhenRelaxed() {
        BodyHashes hashes =
                new BodyHasher(
                                List.of(
                                        BodyHashKind.whole(Canonicalization.SIMPLE),
                                        BodyHashKind.whole(Canonicalization.RELAXED)))
                        .finish();
        assertEquals(
                "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
                hashes.of(BodyHashKind.whole(Canonicalization.SIMPLE)).orElseThrow());
        assertEquals(
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                hashes.of(BodyHashKind.whole(Canonicalization.RELAXED)).orElseThrow());
    }

    @Test
    void aBodyShorterThanTheLengthHasNoSuchHash() {
        BodyHashKind kind = new BodyHashKind(Canonicalization.RELAXED, OptionalLong.of(4));
        assertEquals(Optional.empty(), hash("a", new Random(1), kind).of(kind));
        assertTrue(hash("ab", new Random(1), kind).of(kind).isPresent());
    }

    @Test
    void lengthsBeyondTheBufferAreCutWhereTheyEnd() {
        String body = "0123456789abcdef".repeat(1_000) + "\r\n";
        BodyHashKind[] kinds =
                new Random(2)
                        .ints(20, 0, body.length())
                        .distinct()
                        .mapToObj(
                                l -> new BodyHashKind(Canonicalization.SIMPLE, OptionalLong.of(l)))
                        .toArray(BodyHashKind[]::new);
        BodyHashes hashes = hash(body, new Random(3), kinds);
        for (BodyHashKind kind : kinds) {
            assertEquals(
                    sha256(body.substring(0, (int) kind.length().getAsLong())),
                    hashes.of(kind).orElseThrow());
        }
    }

    @Test
    void buffersOfEveryKindAreRead() {
        byte[] body = "x\r\nabc  d\r\n".getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer array = ByteBuffer.wrap(body, 3, body.length - 3).slice();
        ByteBuffer direct = ByteBuffer.allocateDirect(body.length).put(body).position(3);
        for (ByteBuffer buffer : List.of(array, direct)) {
            BodyHasher hasher = new BodyHasher(DkimSigner.bodyHashes());
            int position = buffer.position();
            hasher.update(buffer);
            assertEquals(position, buffer.position());
            assertEquals(
                    sha256("abc d\r\n"), hasher.finish().of(DkimSigner.BODY_HASH).orElseThrow());
        }
    }

    private static BodyHashes hash(String body, Random random, BodyHashKind... kinds) {
        BodyHasher hasher = new BodyHasher(List.of(kinds));
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < octets.length) {
            int end = Math.min(octets.length, at + random.nextInt(1 + random.nextInt(9_000)));
            hasher.update(octets, at, end);
            at = end;
        }
        return hasher.finish();
    }

    private static String randomBody(Random random) {
        StringBuilder body = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            body.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return body.toString();
    }

    private static String canonical(Canonicalization form, String body) {
        String canonical = body;
        if (form == Canonicalization.RELAXED) {
            canonical = canonical.replaceAll("[ \t]+", " ").replaceAll(" (?=\r\n|\\z)", "");
        }
        canonical = canonical.replaceAll("(\r\n)+\\z", "");
        return canonical.isEmpty() && form == Canonicalization.RELAXED ? "" : canonical + "\r\n";
    }

    private static String sha256(String octets) {
        return Base64.getEncoder()
                .encodeToString(
                        BodyDigest.sha256().digest(octets.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
