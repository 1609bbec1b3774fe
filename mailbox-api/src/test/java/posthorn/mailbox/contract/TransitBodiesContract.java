package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.intake.TransitBodies;
import posthorn.mailbox.intake.TransitBodies.Name;
import posthorn.mailbox.intake.TransitBodies.Stored;

/** Bodies of messages on the way. */
public interface TransitBodiesContract {

    TransitBodies transit(InstantSource clock);

    private static <T> T got(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    private static byte[] read(TransitBodies transit, Name name, long offset, long length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer part : transit.get(name, offset, length).subscribe().asIterable()) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            all.writeBytes(copy);
        }
        return all.toByteArray();
    }

    private static void store(TransitBodies transit, Name name, byte[] body, int step) {
        TransitBodies.Writer writer = transit.writer(name);
        for (int at = 0; at < body.length; at += step) {
            int count = Math.min(step, body.length - at);
            got(writer.write(ByteBuffer.wrap(body, at, count)));
            assertTrue(writer.kept() < 256 * 1024, () -> "kept " + writer.kept());
        }
        got(writer.finish());
        assertEquals(0, writer.kept());
    }

    @Test
    default void aTransitBodyIsReadAsItCameHoweverItWasCut() {
        TransitBodies transit = transit(InstantSource.system());
        for (int step : new int[] {7777, 256 * 1024, 300_000, 2_000_000}) {
            byte[] body = BodiesAndSegmentsContract.octets(1_000_001 + step);
            Name name = new Name(AccountLogContract.id(), "b" + step);
            store(transit, name, body, step);
            assertEquals(body.length, got(transit.size(name)));
            assertArrayEquals(body, read(transit, name, 0, 0));
            assertArrayEquals(
                    Arrays.copyOfRange(body, 500_000, 700_000),
                    read(transit, name, 500_000, 200_000));
            got(transit.drop(name));
            got(transit.drop(name));
            assertThrows(NoSuchElementException.class, () -> read(transit, name, 0, 0));
            assertThrows(NoSuchElementException.class, () -> got(transit.size(name)));
        }
    }

    @Test
    default void anEmptyTransitBodyIsThere() {
        TransitBodies transit = transit(InstantSource.system());
        Name name = new Name(AccountLogContract.id(), "empty");
        store(transit, name, new byte[0], 1);
        assertEquals(0L, got(transit.size(name)));
        assertEquals(0, read(transit, name, 0, 0).length);
    }

    @Test
    default void oldTransitBodiesAreListedInPagesTheOldestFirst() {
        AtomicLong now = new AtomicLong(1_000);
        TransitBodies transit = transit(() -> Instant.ofEpochMilli(now.get()));
        List<Name> expected = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Name name = new Name(AccountLogContract.id(), "b" + i);
            now.addAndGet(i % 3 == 0 ? 1 : 0);
            store(transit, name, new byte[i * 100_000], 50_000);
            expected.add(name);
        }
        now.set(5_000);
        store(transit, new Name(AccountLogContract.id(), "young"), new byte[1], 1);
        List<Stored> found = new ArrayList<>();
        @Nullable Stored after = null;
        while (true) {
            List<Stored> page = got(transit.list(5_000, after, 4));
            page.stream().filter(stored -> expected.contains(stored.name())).forEach(found::add);
            if (page.size() < 4) {
                break;
            }
            after = page.getLast();
        }
        assertEquals(expected.size(), found.size());
        assertEquals(
                List.of(1001L, 1001L, 1001L, 1002L, 1002L, 1002L, 1003L, 1003L, 1003L),
                found.stream().map(Stored::stored).toList());
        assertEquals(9, found.stream().distinct().count());
    }
}
