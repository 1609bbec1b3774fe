package posthorn.runtime.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class HostedCertificatesTest {
    private final Source source = new Source();
    private final HostedCertificates hosted = new HostedCertificates(() -> source, 10);

    /** A certificate of no text is one that cannot be opened. */
    private static final class Source implements CertificateSource {
        final Map<String, String> texts = new TreeMap<>();
        boolean away;

        @Override
        public Map<String, String> versions() {
            if (away) {
                throw new IllegalStateException("the store gives no answer");
            }
            return Map.copyOf(texts);
        }

        @Override
        public Optional<CertificatePem> read(String name) {
            String text = texts.getOrDefault(name, "");
            if (text.isEmpty()) {
                throw new IllegalStateException("sealed under another key");
            }
            SelfSigned made = SelfSigned.create(name, Instant.now());
            return Optional.of(
                    new CertificatePem(text.equals("bad") ? text : made.certificate(), made.key()));
        }
    }

    private List<String> names() {
        return hosted.all().stream().map(ServerCertificate::label).toList();
    }

    @Test
    void oneThatCannotBeOpenedOrReadHoldsUpNoOther() {
        source.texts.putAll(Map.of("a.example.org", "", "b.example.org", "1"));
        source.texts.put("c.example.org", "bad");
        hosted.look();
        assertEquals(List.of("b.example.org"), names());
        assertTrue(hosted.known());
        source.texts.put("a.example.org", "1");
        hosted.look();
        assertEquals(List.of("a.example.org", "b.example.org"), names());
    }

    @Test
    void whatWasThereStaysWhileTheNextOneCannotBeHad() {
        source.texts.put("a.example.org", "1");
        hosted.look();
        ServerCertificate first = hosted.all().getFirst();
        source.texts.put("a.example.org", "");
        hosted.look();
        assertEquals(List.of(first), hosted.all());
        source.away = true;
        assertThrows(IllegalStateException.class, hosted::look);
        assertEquals(List.of(first), hosted.all());
        source.away = false;
        source.texts.clear();
        hosted.look();
        assertEquals(List.of(), hosted.all());
    }

    @Test
    void aSourceThatHasNotAnsweredIsNotKnown() {
        source.away = true;
        assertThrows(IllegalStateException.class, hosted::look);
        assertFalse(hosted.known());
    }
}
