package posthorn.ingress.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.MemoryTransitStore;
import posthorn.ingress.session.TransitStore;
import posthorn.ingress.session.TransitStore.TransitBody;

/** What every {@link TransitStore} has to keep. */
abstract class TransitStoreContract {
    /** Where they end up. */
    final MemoryTransitStore stored = new MemoryTransitStore();

    /** The one that is tried. */
    abstract TransitStore bodies();

    @Test
    void finishedBodyIsStoredOctetForOctet() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        TransitBody body = bodies().open("m1", "192.0.2.1");
        for (int size : new int[] {1, 300_000, 0, 262_144, 600_000}) {
            byte[] piece = new byte[size];
            random.nextBytes(piece);
            whole.writeBytes(piece);
            body.write(piece, 0, size);
            random.nextBytes(piece);
        }
        String name = body.finish();
        assertArrayEquals(whole.toByteArray(), stored.stored().get(name));
        assertEquals(0, bodies().uploads());
    }

    @Test
    void partOfAnArrayIsWritten() throws IOException {
        TransitBody body = bodies().open("m2", "192.0.2.1");
        body.write(new byte[] {1, 2, 3, 4}, 1, 2);
        assertArrayEquals(new byte[] {2, 3}, stored.stored().get(body.finish()));
        body.abandon();
        assertTrue(stored.stored().containsKey("transit-m2"));
    }

    @Test
    void aStoredBodyIsReadOctetForOctetSeveralTimesAndDropped() throws IOException {
        byte[] octets = new byte[700_001];
        new Random(2).nextBytes(octets);
        TransitBody body = bodies().open("m6", "192.0.2.1");
        body.write(octets, 0, octets.length);
        String name = body.finish();
        for (int i = 0; i < 2; i++) {
            try (InputStream in = bodies().read(name, octets.length)) {
                assertArrayEquals(octets, in.readAllBytes());
            }
        }
        bodies().drop(name);
        await().until(() -> stored.stored().isEmpty());
    }

    @Test
    void abandonedBodyLeavesNothing() throws IOException {
        TransitBody body = bodies().open("m3", "192.0.2.1");
        body.write(new byte[100], 0, 100);
        body.abandon();
        body.abandon();
        await().until(() -> stored.uploads() == 0 && bodies().uploads() == 0);
        assertTrue(stored.stored().isEmpty());
    }

    @Test
    void storeWithoutRoomSaysSo() {
        stored.full(true);
        assertThrows(
                TransitStore.NoRoomException.class,
                () -> {
                    TransitBody body = bodies().open("m5", "192.0.2.1");
                    body.write(new byte[100], 0, 100);
                    body.finish();
                });
        await().until(() -> bodies().uploads() == 0);
        assertTrue(stored.stored().isEmpty());
    }

    @Test
    void storeThatIsDownIsAnError() {
        stored.down(true);
        assertThrows(
                IOException.class,
                () -> {
                    TransitBody body = bodies().open("m4", "192.0.2.1");
                    body.write(new byte[100], 0, 100);
                    body.finish();
                });
        await().until(() -> bodies().uploads() == 0);
        assertTrue(stored.stored().isEmpty());
    }
}
