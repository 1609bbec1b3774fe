package posthorn.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileValueTest {

    private final AtomicLong nanos = new AtomicLong();

    @TempDir private Path folder = Path.of(".");
    private Path file = Path.of(".");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("secret"), "first");
    }

    private FileValue<String> value() {
        return new FileValue<>(
                "posthorn.some.file",
                List.of(file),
                FileValueTest::text,
                FileValue.EVERY,
                nanos::get);
    }

    private static String text(List<byte[]> contents) throws GeneralSecurityException {
        String text = new String(contents.getFirst(), StandardCharsets.UTF_8);
        if (text.startsWith("bad")) {
            throw new GeneralSecurityException("it is of no use");
        }
        return text;
    }

    private void later() {
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void whatIsReplacedCountsAfterAWhile() throws IOException {
        FileValue<String> value = value();
        String first = value.get();
        Files.writeString(file, "second");
        assertSame(first, value.get(), "it has not been looked at again");
        later();
        assertEquals("second", value.get());
        later();
        assertSame(value.get(), value.get());
    }

    @Test
    void whatCannotBeUsedLeavesWhatWasThere() throws IOException {
        FileValue<String> value = value();
        Files.writeString(file, "bad");
        later();
        assertEquals("first", value.get());
        Files.delete(file);
        later();
        assertEquals("first", value.get());
        Files.writeString(file, "third");
        later();
        assertEquals("third", value.get());
    }

    @Test
    void whatCannotBeUsedAtFirstIsRefusedWithoutItsContents() throws IOException {
        Files.writeString(file, "bad: and secret");
        BadSetting refused = assertThrows(BadSetting.class, this::value);
        assertEquals(
                "posthorn.some.file: " + file + " cannot be used (it is of no use)",
                refused.getMessage());
        Files.delete(file);
        assertEquals(
                "posthorn.some.file: " + file + " cannot be read",
                assertThrows(BadSetting.class, this::value).getMessage());
    }
}
