package posthorn.runtime.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.runtime.settings.BadSetting;

/** Tokens are replaced while whoever checks them runs. */
class TokenFileTest {

    private static final String OLD = "the-old-token-0123";
    private static final String NEW = "the-new-token-0123";
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    @TempDir Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Path file = Path.of("token");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("token");
        Files.writeString(file, OLD + "\n");
    }

    private TokenFile tokens() {
        return new TokenFile("key", file, "admin", Duration.ofSeconds(5), OVERLAP, nanos::get);
    }

    private void later() {
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    }

    private static Optional<String> name(TokenFile tokens, String token) {
        return tokens.shownIn("Bearer " + token).map(Token::name);
    }

    @Test
    void oldAndNewAreValidUntilTheOldIsTakenAway() throws IOException {
        TokenFile tokens = tokens();
        assertEquals(Optional.of("admin"), name(tokens, OLD));
        assertEquals(Optional.empty(), name(tokens, NEW));
        Files.writeString(file, "# of the operators\nops:" + NEW + "\n\n" + OLD + "\n");
        assertEquals(Optional.empty(), name(tokens, NEW));
        later();
        assertEquals(Optional.of("ops"), name(tokens, NEW));
        assertEquals(Optional.of("admin"), name(tokens, OLD));
        Files.writeString(file, NEW + "\n");
        later();
        assertEquals(Optional.of("admin"), name(tokens, NEW));
        assertEquals(Optional.empty(), name(tokens, OLD));
    }

    @Test
    void aTokenThatIsReplacedStaysValidForAnOverlapAndNoLonger() throws IOException {
        TokenFile tokens = tokens();
        Files.writeString(file, NEW + "\n");
        later();
        assertEquals(Optional.of("admin"), name(tokens, NEW));
        assertEquals(Optional.of("admin"), name(tokens, OLD));
        assertEquals(2, tokens.tokens().size(), "services show both");
        nanos.addAndGet(OVERLAP.toNanos());
        assertEquals(Optional.empty(), name(tokens, OLD));
        assertEquals(Optional.of("admin"), name(tokens, NEW));
    }

    @Test
    void whatCannotBeUsedChangesNothing() throws IOException {
        TokenFile tokens = tokens();
        Files.writeString(file, "short\n");
        later();
        assertEquals(Optional.of("admin"), name(tokens, OLD));
        Files.delete(file);
        later();
        assertEquals(Optional.of("admin"), name(tokens, OLD));
        assertThrows(BadSetting.class, this::tokens);
    }

    @Test
    void onlyABearerOfTheWholeTokenIsLetIn() {
        TokenFile tokens = tokens();
        assertEquals(Optional.empty(), tokens.shownIn(null));
        assertEquals(Optional.empty(), tokens.shownIn(OLD));
        assertEquals(Optional.empty(), tokens.shownIn("Bearer "));
        assertEquals(Optional.empty(), tokens.shownIn("Bearer " + OLD + "x"));
    }

    @Test
    void aTokenIsNotPrinted() {
        assertFalse(tokens().tokens().toString().contains(OLD));
    }
}
