package posthorn.mailbox.account.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Access;
import posthorn.mailbox.account.AccountQuota;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.Facts;
import posthorn.mailbox.account.FlagMode;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.NewMessage;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.UidSet;

class CheckpointTest {
    private final Desk desk = new Desk();

    private Mailbox inbox() {
        return Objects.requireNonNull(desk.state.mailbox("INBOX"));
    }

    private void deliver(int count, String... flags) {
        for (int i = 0; i < count; i++) {
            var id = desk.id();
            var message = new NewMessage(id, 3, 7, List.of(flags), Facts.of(new byte[] {(byte) i}));
            desk.run(new Command.Deliver(desk.id(), "INBOX", message, 0));
            desk.bodies.add(id + "." + desk.state.n());
        }
    }

    private CommandOutcome store(UidSet uids, FlagMode mode, String flag) {
        return desk.run(
                        new Command.StoreFlags(
                                desk.id(),
                                inbox().head().number(),
                                uids,
                                mode,
                                List.of(flag),
                                OptionalLong.empty()))
                .outcome();
    }

    private void expunge() {
        desk.run(new Command.Expunge(desk.id(), inbox().head().number(), UidSet.EMPTY));
    }

    @Test
    void toOpenAMailboxReadsOnlyHeads() {
        deliver(5_000);
        assertTrue(desk.checkpoint().done());
        desk.reopen();
        assertEquals(5_000, inbox().messages());
        assertEquals(5_001, inbox().head().uidNext());
        assertEquals(15_000, desk.state.usage().octets());
        assertTrue(inbox().segments().size() <= 8, inbox().segments().size() + " segments");
        assertEquals(0, desk.loads);
    }

    @Test
    void theGenerationOfTheAccessIsKeptAndReadAlsoWhereItIsMissing() {
        desk.run(new Command.SetAccess(desk.id(), Access.DISABLED, 7));
        deliver(1);
        assertTrue(desk.checkpoint().done());
        desk.reopen();
        assertEquals(7, desk.state.head().accessGeneration());
        byte[] now = StateCodec.encode(desk.state);
        AccountState before = StateCodec.decode(Arrays.copyOf(now, now.length - 6));
        assertEquals(0, before.head().accessGeneration());
        assertEquals(Access.DISABLED, before.head().access());
    }

    @Test
    void theQuotaIsKeptAndReadAlsoWhereItWasOctetsAlone() {
        desk.run(new Command.InheritQuota(desk.id(), new QuotaLimits(100, 0), 3));
        deliver(1);
        assertTrue(desk.checkpoint().done());
        byte[] inherited = StateCodec.encode(desk.state);
        AccountState before = StateCodec.decode(Arrays.copyOf(inherited, inherited.length - 5));
        assertEquals(new QuotaLimits(100, 0), before.head().quota().limits());
        desk.run(new Command.SetQuota(desk.id(), new QuotaLimits(7, 8)));
        deliver(0);
        AccountQuota kept = desk.state.head().quota();
        assertTrue(desk.checkpoint().done());
        desk.reopen();
        assertEquals(kept, desk.state.head().quota());
        assertEquals(new QuotaLimits(7, 8), kept.limits());
        assertEquals(3, kept.generation());
    }

    @Test
    void onlyTouchedSegmentsAreReadAndRewritten() {
        deliver(5_000);
        desk.checkpoint();
        desk.reopen();
        store(UidSet.range(10, 20), FlagMode.ADD, "\\Seen");
        assertEquals(2, desk.loads, "rows and marks of one segment");
        int before = desk.segments.size();
        assertTrue(desk.checkpoint().done());
        assertEquals(before + 2, desk.segments.size(), "marks of one segment, and the root");
        deliver(1);
        assertEquals(2, desk.loads);
    }

    @Test
    void aLaterStateTakesOverWhatItHasNotChanged() {
        deliver(10);
        desk.checkpoint();
        deliver(10);
        assertTrue(desk.checkpoint().done());
        var names = new TreeSet<String>();
        inbox().segments().forEach(segment -> names.add(segment.head().names().columns()));
        assertFalse(names.contains(""), "all is stored: " + names);
    }

    @Test
    void aSweepDeletesWhatNothingNamesAndNothingElse() {
        deliver(20);
        desk.checkpoint();
        deliver(20);
        desk.checkpoint();
        desk.bodies.add("orphan." + (desk.state.n() - 1));
        desk.bodies.add("ahead." + (desk.state.n() + 1));
        assertTrue(desk.run(new Sweeper("a", false)).done());
        assertFalse(desk.bodies.stream().anyMatch(body -> body.startsWith("orphan")));
        assertTrue(desk.bodies.contains("ahead." + (desk.state.n() + 1)), "it may be named yet");
        desk.run(new Sweeper("a", false));
        desk.run(new Sweeper("a", false));
        assertEquals(40, desk.bodies.size(), "on a quiet account the log is brought there");
        desk.reopen();
        store(UidSet.all(), FlagMode.ADD, "\\Seen");
        assertEquals(0, inbox().unseen());
    }

    @Test
    void aCheckpointThatBeganBeforeASweepIsRefused() {
        deliver(20);
        desk.checkpoint();
        deliver(3);
        var slow = new Checkpointer("a", desk.id(), Duration.ofDays(1));
        slow.start();
        slow.next(new ChoreReply.TheManifest(desk.manifest));
        var root = Map.of(desk.manifest.root(), content(desk.manifest.root()));
        slow.next(new ChoreReply.Contents(root));
        var write = (ChoreRequest.WriteSegments) slow.next(new ChoreReply.State(desk.state));
        desk.segments.putAll(write.contents());
        desk.run(new Sweeper("a", false));
        var replace = (ChoreRequest.ReplaceManifest) slow.next(new ChoreReply.Ok());
        assertTrue(replace.successor().revision() <= desk.manifest.revision());
        assertTrue(write.contents().keySet().stream().noneMatch(desk.segments::containsKey));
    }

    private byte[] content(String name) {
        return Objects.requireNonNull(desk.segments.get(name));
    }

    @Test
    void theHistoryEndsAtAKeptCheckpointAndTheNewestEntryStays() {
        var seen = new Expiry.Seen();
        for (int i = 0; i < 40; i++) {
            deliver(1);
            desk.day++;
            desk.checkpoint();
        }
        store(UidSet.range(1, 3), FlagMode.ADD, "\\Deleted");
        expunge();
        desk.checkpoint();
        assertEquals(0, expire(seen, 0), "not before it is known for long enough");
        long floor = expire(seen, Duration.ofMinutes(4).toNanos());
        assertTrue(floor > 5 && floor < 15, "floor " + floor);
        assertEquals(1, desk.log.getFirst().n(), "who does not know the floor yet needs the keys");
        assertEquals(floor, expire(seen, Duration.ofMinutes(8).toNanos()));
        assertEquals(1, desk.log.getFirst().n(), "nor for as long as it may not know it");
        assertEquals(floor, expire(seen, Duration.ofMinutes(12).toNanos()));
        assertEquals(floor + 1, desk.log.getFirst().n());
        assertEquals(desk.state.n(), desk.log.getLast().n());
        desk.run(new Sweeper("a", true));
        assertTrue(desk.manifest.past().size() < 33, desk.manifest.past().size() + " are kept");
        assertEquals(40, desk.bodies.size(), "the kept history still names them");
    }

    private long expire(Expiry.Seen seen, long nanos) {
        desk.run(new Expiry(Expiry.Settings.DEFAULT, seen, nanos, desk.day * 86_400_000));
        return desk.manifest.floor().n();
    }

    /**
     * Random commands, with checkpoints and fresh starts in between, against a model that is too
     * simple to be wrong.
     */
    @Test
    void whateverHappensTheMailboxIsWhatTheModelSays() {
        var random = new SplittableRandom(7);
        var model = new TreeMap<Long, Set<String>>();
        for (int i = 0; i < 1_500; i++) {
            int dice = random.nextInt(20);
            long first = 1 + random.nextLong(inbox().head().uidNext());
            var some = UidSet.range(first, first + random.nextInt(30));
            if (dice < 8) {
                long uid = inbox().head().uidNext();
                deliver(1, "\\Seen");
                model.put(uid, new TreeSet<>(List.of("\\Seen")));
            } else if (dice < 17) {
                change(model, some, random);
            } else if (dice < 18) {
                expunge();
                model.values().removeIf(flags -> flags.contains("\\Deleted"));
            } else if (dice < 19) {
                desk.checkpoint();
            } else {
                desk.checkpoint();
                desk.reopen();
            }
            compare(model);
        }
    }

    private void change(Map<Long, Set<String>> model, UidSet some, SplittableRandom random) {
        var flag = List.of("\\Seen", "\\Deleted", "work", "\\Flagged").get(random.nextInt(4));
        boolean adds = random.nextInt(3) > 0 && !(flag.equals("\\Deleted") && random.nextBoolean());
        store(some, adds ? FlagMode.ADD : FlagMode.REMOVE, flag);
        model.forEach((uid, flags) -> {
            if (some.contains(uid) && adds) {
                flags.add(flag);
            } else if (some.contains(uid)) {
                flags.remove(flag);
            }
        });
    }

    private void compare(Map<Long, Set<String>> model) {
        assertEquals(model.size(), inbox().messages());
        assertEquals(3L * model.size(), desk.state.usage().octets());
        long unseen = model.values().stream().filter(flags -> !flags.contains("\\Seen")).count();
        assertEquals(unseen, inbox().unseen());
        var missing = new TreeSet<String>();
        inbox().segments().forEach(segment -> missing.addAll(segment.missing()));
        var full = missing.isEmpty() ? desk.state : desk.state.load(new HashMap<>(desk.segments));
        var mailbox = Objects.requireNonNull(full.mailbox("INBOX"));
        var uids = new ArrayList<Long>();
        mailbox.forEach(
                UidSet.all(),
                (segment, row) -> {
                    uids.add(segment.uid(row));
                    long bits = segment.flagColumns().flags()[row];
                    assertEquals(
                            model.get(segment.uid(row)),
                            new TreeSet<>(mailbox.head().flags().names(bits)));
                });
        assertEquals(new ArrayList<>(model.keySet()), uids);
    }
}
