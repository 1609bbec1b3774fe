package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.checkpoint.Segments;
import posthorn.mailbox.accountcache.BodyStore;

/** Bodies and segments. */
public interface BodiesAndSegmentsContract {

    BodyStore bodies();

    Segments segments();

    static byte[] octets(int count) {
        byte[] octets = new byte[count];
        new Random(count).nextBytes(octets);
        return octets;
    }

    default byte[] read(String account, String name, long offset, long length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer part :
                bodies().read(account, name, offset, length).subscribe().asIterable()) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            all.writeBytes(copy);
        }
        return all.toByteArray();
    }

    @Test
    default void aBodyIsReadAsItWasWrittenInWholeAndInPart() {
        String account = AccountLogContract.id();
        for (int size : new int[] {0, 1, 4096, 1 << 20, (1 << 20) + 1, 2_500_000}) {
            byte[] body = octets(size);
            String name = BodyName.at("b" + size, 7);
            int cut = size / 3;
            get(
                    bodies().write(
                                    account,
                                    name,
                                    List.of(
                                            ByteBuffer.wrap(body, 0, cut),
                                            ByteBuffer.wrap(body, cut, size - cut))));
            assertArrayEquals(body, read(account, name, 0, 0));
            int from = size / 2;
            int count = Math.min(size - from, 1_100_000);
            assertArrayEquals(
                    java.util.Arrays.copyOfRange(body, from, from + count),
                    count == 0 ? new byte[0] : read(account, name, from, count));
        }
    }

    @Test
    default void aBodyIsReadInRangesAsOneWhoReadsSlowlyAsksForThem() {
        String account = AccountLogContract.id();
        byte[] body = octets(1_300_000);
        get(bodies().write(account, "slow.3", List.of(ByteBuffer.wrap(body))));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < body.length) {
            all.writeBytes(read(account, "slow.3", all.size(), 96 * 1024));
        }
        assertArrayEquals(body, all.toByteArray());
        assertEquals(0, read(account, "slow.3", body.length, 10).length);
        assertEquals(0, read(account, "slow.3", 50_000_000, 0).length);
        assertThrows(NoSuchElementException.class, () -> read(account, "none.3", 50_000_000, 0));
    }

    @Test
    default void headersAreReadWithoutTheRestOfMessagesThatAreNotSmall() {
        String account = AccountLogContract.id();
        String header = "Subject: hello\r\nX: " + "y".repeat(500) + "\r\n\r\n";
        Map<String, String> messages =
                Map.of(
                        "small.4", header + "x".repeat(1000),
                        "middle.4", header + "x".repeat(20_000),
                        "large.4", header + "x".repeat(900_000),
                        "none.4", "x".repeat(20_000),
                        "long.4", "X: " + "y".repeat(BodyStore.SMALL) + "\r\n\r\nx");
        messages.forEach((name, text) -> {
            byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
            get(bodies().write(account, name, List.of(ByteBuffer.wrap(octets))));
            assertArrayEquals(octets, read(account, name, 0, 0));
        });
        Set<String> wanted = new HashSet<>(messages.keySet());
        wanted.add("absent.4");
        Map<String, ByteBuffer> found = get(bodies().headers(account, wanted));
        ByteBuffer expected = ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII));
        assertEquals(Map.of("middle.4", expected, "large.4", expected), found);
        assertArrayEquals(
                messages.getOrDefault("middle.4", "").getBytes(StandardCharsets.US_ASCII),
                get(bodies().small(account, wanted))
                        .getOrDefault("middle.4", ByteBuffer.allocate(0))
                        .array());
    }

    @Test
    default void smallBodiesAreReadTogetherAndLargeOnesLeftOut() {
        String account = AccountLogContract.id();
        Map<String, byte[]> written = new HashMap<>();
        for (int size : new int[] {1, 4096, BodyStore.SMALL, BodyStore.SMALL + 1, 2_500_000}) {
            written.put(BodyName.at("b" + size, 7), octets(size));
        }
        written.forEach(
                (name, body) -> get(bodies().write(account, name, List.of(ByteBuffer.wrap(body)))));
        Map<String, ByteBuffer> read = new HashMap<>();
        Set<String> wanted = new HashSet<>(written.keySet());
        wanted.add(BodyName.at("none", 7));
        read.putAll(get(bodies().small(account, wanted)));
        Map<String, ByteBuffer> expected = new HashMap<>();
        written.forEach((name, body) -> {
            if (body.length <= BodyStore.SMALL) {
                expected.put(name, ByteBuffer.wrap(body));
            }
        });
        assertEquals(expected, read);
        assertEquals(Map.of(), get(bodies().small(AccountLogContract.id(), wanted)));
    }

    @Test
    default void aBodyWrittenTwiceIsOneBody() {
        String account = AccountLogContract.id();
        byte[] body = octets(1_500_000);
        for (int i = 0; i < 2; i++) {
            get(bodies().write(account, "x.1", List.of(ByteBuffer.wrap(body))));
        }
        assertArrayEquals(body, read(account, "x.1", 0, 0));
        assertEquals(List.of("x.1"), get(bodies().names(account, 1, Long.MAX_VALUE, "", 10)));
    }

    @Test
    default void namesAreListedByEntryInPagesAndDeletedExactly() {
        String account = AccountLogContract.id();
        for (int n = 1; n <= 30; n++) {
            get(bodies().write(account, BodyName.at("b" + n, n), List.of(ByteBuffer.allocate(3))));
        }
        get(bodies().write(AccountLogContract.id(), "other.9", List.of(ByteBuffer.allocate(1))));
        List<String> all = new ArrayList<>();
        String after = "";
        while (true) {
            List<String> page = get(bodies().names(account, 5, 24, after, 7));
            if (page.isEmpty()) {
                break;
            }
            all.addAll(page);
            after = page.getLast();
        }
        Set<String> expected = new HashSet<>();
        for (int n = 5; n <= 24; n++) {
            expected.add(BodyName.at("b" + n, n));
        }
        assertEquals(20, all.size());
        assertEquals(expected, new HashSet<>(all));
        get(bodies().delete(account, List.of("b5.5", "b5.50", "absent.1")));
        assertThrows(NoSuchElementException.class, () -> read(account, "b5.5", 0, 0));
        assertEquals(3, read(account, "b6.6", 0, 0).length);
    }

    @Test
    default void segmentsThatAreThereAreReadAndNamed() {
        String account = AccountLogContract.id();
        Map<String, byte[]> contents = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            contents.put("s" + i, octets(1000 * i + 1));
        }
        get(segments().write(account, contents));
        get(segments().write(account, contents));
        Map<String, byte[]> read = get(segments().read(account, Set.of("s3", "s7", "absent")));
        assertEquals(Set.of("s3", "s7"), read.keySet());
        assertArrayEquals(contents.get("s7"), read.get("s7"));
        List<String> names = get(segments().names(account, "", 100));
        assertEquals(contents.keySet(), new HashSet<>(names));
        assertEquals(5, get(segments().names(account, names.get(6), 100)).size());
        get(segments().delete(account, List.of("s1", "absent")));
        assertTrue(!get(segments().names(account, "", 100)).contains("s1"));
        assertTrue(get(segments().names(account, "", 100)).contains("s10"));
    }
}
