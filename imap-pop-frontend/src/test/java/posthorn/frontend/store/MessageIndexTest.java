package posthorn.frontend.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The index against a plain map. */
final class MessageIndexTest {

    private static MailboxHead head(long uidNext) {
        return new MailboxHead(1, "INBOX", 1, uidNext, 0, 0, 1, 1, "", 0);
    }

    private static MessageIndex empty() {
        return MessageIndex.builder(head(1), List.of(), FlagNames.SYSTEM).build();
    }

    private static MessageIndex added(MessageIndex index, int count, long modSeq) {
        long next = index.uidNext();
        IndexBuilder rows =
                MessageIndex.builder(head(next + count), List.of("\\Seen"), index.names());
        for (int i = 0; i < count; i++) {
            rows.row(next + i, i % 2, modSeq, 100 + i, 1000L * i);
        }
        return index.plus(rows.build());
    }

    /** What a client knows when it is told the differences one after the other. */
    private static void tell(Map<Long, Long> known, MessageIndex before, MessageIndex now) {
        IndexDifference difference = IndexDifference.between(before, now);
        for (int position : difference.expunged()) {
            known.remove(before.uid(position));
        }
        for (int i = now.size() - difference.added(); i < now.size(); i++) {
            known.put(now.uid(i), now.flags(i));
        }
        for (int position : difference.changed()) {
            known.put(now.uid(position), now.flags(position));
        }
    }

    private static Map<Long, Long> contents(MessageIndex index) {
        Map<Long, Long> contents = new TreeMap<>();
        for (int i = 0; i < index.size(); i++) {
            contents.put(index.uid(i), index.flags(i));
            assertEquals(i, index.position(index.uid(i)));
        }
        return contents;
    }

    @Test
    void whoIsToldTheDifferencesKnowsTheIndex() {
        Random random = new Random(7);
        MessageIndex told = empty();
        MessageIndex now = told;
        Map<Long, Long> known = new TreeMap<>();
        for (int step = 1; step < 3000; step++) {
            now = change(now, random, step);
            if (random.nextInt(4) == 0) {
                tell(known, told, now);
                assertEquals(contents(now), known);
                told = now;
            }
        }
        assertTrue(now.size() > 1000);
    }

    private static MessageIndex change(MessageIndex index, Random random, long modSeq) {
        UidSet.Builder some = UidSet.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
            long first = 1 + random.nextLong(index.uidNext());
            some.add(first, first + random.nextInt(5));
        }
        return switch (random.nextInt(4)) {
            case 0 -> added(index, random.nextInt(3) == 0 ? 40 : 1, modSeq);
            case 1 ->
                    index.withFlags(
                            some.build(), List.of("\\Flagged", "$" + random.nextInt(5)), modSeq);
            case 2 -> index.withFlags(some.build(), List.of(), modSeq);
            default -> index.without(some.build(), modSeq);
        };
    }

    @Test
    void whatIsKeptStaysInItsPlace() {
        MessageIndex before = added(empty(), 2000, 2);
        MessageIndex now = added(before.without(UidSet.range(500, 700), 3), 5, 4);
        MessageIndex kept = now.keeping(before, IndexDifference.between(before, now).expunged());
        assertEquals(2005, kept.size());
        assertEquals(600, kept.uid(599));
        assertEquals(0, IndexDifference.between(before, kept).expunged().length);
        assertEquals(5, IndexDifference.between(before, kept).added());
        assertEquals(201, IndexDifference.between(kept, now).expunged().length);
    }

    @Test
    void flagsKeepTheirBitsWhenTheMailboxIsReadAnew() {
        MessageIndex before =
                added(empty(), 3, 2).withFlags(UidSet.of(2), List.of("$b", "\\Draft"), 3);
        MessageIndex again =
                MessageIndex.builder(head(4), List.of("$a", "$b", "\\Draft"), before.names())
                        .row(1, 0, 2, 1, 1)
                        .row(2, 6, 3, 1, 1)
                        .row(3, 1, 4, 1, 1)
                        .build();
        assertEquals(before.flags(1), again.flags(1));
        assertEquals(1, IndexDifference.between(before, again).changed().length);
        assertEquals(List.of("$b", "$a"), again.names().names().subList(5, 7));
    }

    @Test
    void setsTakeRangesInAnyOrder() {
        UidSet set = UidSet.builder().add(5, 9).add(1).add(10).add(3, 6).add(20, 4).build();
        assertEquals("1,3:10", set.toString());
        assertEquals(9, set.count());
        List<Long> uids = new ArrayList<>();
        set.forEach(uids::add);
        assertEquals(9, uids.size());
        assertTrue(
                set.contains(7)
                        && !set.contains(2)
                        && set.intersects(2, 3)
                        && !set.intersects(11, 99));
    }
}
