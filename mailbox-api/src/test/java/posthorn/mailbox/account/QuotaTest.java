package posthorn.mailbox.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an account may hold, and what its owner is told of that. */
class QuotaTest {

    private final Ledger ledger = new Ledger();

    private void limits(long octets, long messages) {
        ledger.done(new Command.SetQuota(ledger.key(), new QuotaLimits(octets, messages)));
    }

    private CommandOutcome copy(String from, long uid, String to, boolean move) {
        return ledger.run(
                new Command.CopyMessages(
                        ledger.key(), ledger.box(from).head().number(), UidSet.of(uid), to, move));
    }

    private CommandOutcome.Done warn(QuotaLevel level) {
        return ledger.done(new Command.WarnOfQuota(ledger.key(), level, ledger.message(1)));
    }

    private static RefusalReason reason(CommandOutcome outcome) {
        return ((CommandOutcome.Refused) outcome).reason();
    }

    @Test
    void messagesAreCountedAsOctetsAre() {
        limits(0, 2);
        ledger.append("INBOX");
        ledger.append("Archive");
        assertEquals(
                RefusalReason.OVER_QUOTA,
                ledger.refused(new Command.Append(ledger.key(), "INBOX", ledger.message(0))));
        assertEquals(
                RefusalReason.OVER_QUOTA,
                ledger.refused(new Command.Deliver(ledger.key(), "INBOX", ledger.message(0), 0)));
        assertEquals(new QuotaUsage(20, 2), ledger.state().usage());
    }

    @Test
    void fullAccountMovesToTrashAndDeletes() {
        limits(20, 2);
        long first = ledger.append("INBOX");
        long second = ledger.append("INBOX");
        copy("INBOX", first, "Trash", true);
        ledger.store("INBOX", UidSet.of(second), FlagMode.ADD, "\\Deleted");
        ledger.done(
                new Command.Expunge(
                        ledger.key(), ledger.box("INBOX").head().number(), UidSet.EMPTY));
        ledger.append("INBOX");
    }

    /** As clients do that know no MOVE. */
    @Test
    void fullAccountDeletesByCopyStoreAndExpunge() {
        limits(20, 2);
        ledger.append("INBOX");
        ledger.append("INBOX");
        for (long uid = 1; uid <= 2; uid++) {
            copy("INBOX", uid, "Trash", false);
            ledger.store("INBOX", UidSet.of(uid), FlagMode.ADD, "\\Deleted");
        }
        assertEquals(new QuotaUsage(40, 4), ledger.state().usage());
        ledger.done(
                new Command.Expunge(
                        ledger.key(), ledger.box("INBOX").head().number(), UidSet.EMPTY));
        assertEquals(new QuotaUsage(20, 2), ledger.state().usage());
        assertEquals(
                RefusalReason.OVER_QUOTA,
                ledger.refused(new Command.Append(ledger.key(), "INBOX", ledger.message(1))));
    }

    @Test
    void trashIsNoWayAroundTheQuota() {
        limits(20, 0);
        ledger.append("INBOX");
        ledger.append("INBOX");
        copy("INBOX", 1, "Trash", false);
        assertEquals(RefusalReason.OVER_QUOTA, reason(copy("Trash", 1, "Archive", true)));
        assertEquals(RefusalReason.OVER_QUOTA, reason(copy("INBOX", 1, "Archive", false)));
        assertEquals(
                RefusalReason.OVER_QUOTA,
                ledger.refused(new Command.Append(ledger.key(), "Trash", ledger.message(1))));
        copy("INBOX", 2, "Trash", false);
        assertEquals(RefusalReason.OVER_QUOTA, reason(copy("INBOX", 2, "Trash", false)));
    }

    /** Whatever is done, an account never holds more than twice of what it may. */
    @Test
    void randomCommandsStayWithinTwiceTheQuota() {
        var random = new Random(16);
        limits(100, 8);
        var boxes = List.of("INBOX", "Archive", "Trash");
        for (int i = 0; i < 3_000; i++) {
            var box = boxes.get(random.nextInt(3));
            long uid = 1L + random.nextInt(i / 4 + 1);
            switch (random.nextInt(6)) {
                case 0, 1 -> ledger.run(new Command.Append(ledger.key(), box, ledger.message(15)));
                case 2, 3 -> copy(box, uid, boxes.get(random.nextInt(3)), random.nextBoolean());
                case 4 -> ledger.store(box, UidSet.of(uid), FlagMode.ADD, "\\Deleted");
                default ->
                        ledger.run(
                                new Command.Expunge(
                                        ledger.key(),
                                        ledger.box(box).head().number(),
                                        UidSet.EMPTY));
            }
            var usage = ledger.state().usage();
            assertEquals(true, new QuotaLimits(200, 16).allows(usage), usage.toString());
        }
    }

    @Test
    void levelsAreReachedAtExactlyTheirPercentage() {
        var ten = new QuotaLimits(10, 0);
        assertEquals(QuotaLevel.LOW, QuotaLevel.of(new QuotaUsage(7, 1000), ten));
        assertEquals(QuotaLevel.NEARLY_FULL, QuotaLevel.of(new QuotaUsage(8, 1000), ten));
        var twenty = new QuotaLimits(Long.MAX_VALUE, 20);
        assertEquals(QuotaLevel.NEARLY_FULL, QuotaLevel.of(new QuotaUsage(1, 18), twenty));
        assertEquals(QuotaLevel.ALMOST_FULL, QuotaLevel.of(new QuotaUsage(1, 19), twenty));
        assertEquals(QuotaLevel.LOW, QuotaLevel.of(new QuotaUsage(1, 1), QuotaLimits.NONE));
    }

    @Test
    void ownerIsToldOncePerCrossingAlsoWhenFull() {
        limits(0, 5);
        var due = new ArrayList<QuotaLevel>();
        for (int i = 0; i < 4; i++) {
            ledger.append("INBOX");
            due.add(ledger.state().warningDue());
        }
        assertEquals(
                List.of(QuotaLevel.LOW, QuotaLevel.LOW, QuotaLevel.LOW, QuotaLevel.NEARLY_FULL),
                due);
        assertEquals(UidSet.EMPTY, warn(QuotaLevel.ALMOST_FULL).uids());
        assertEquals(UidSet.of(5), warn(QuotaLevel.NEARLY_FULL).uids());
        assertEquals(UidSet.EMPTY, warn(QuotaLevel.NEARLY_FULL).uids());
        assertEquals(QuotaLevel.ALMOST_FULL, ledger.state().warningDue());
        assertEquals(UidSet.of(6), warn(QuotaLevel.ALMOST_FULL).uids());
        assertEquals(QuotaLevel.LOW, ledger.state().warningDue());
    }

    @Test
    void ownerIsToldAgainOnlyAfterUsageHasFallenBelow() {
        limits(0, 10);
        for (int i = 0; i < 8; i++) {
            ledger.append("INBOX");
        }
        warn(QuotaLevel.NEARLY_FULL);
        remove(9);
        assertEquals(QuotaLevel.LOW, ledger.state().warningDue());
        remove(8);
        ledger.append("INBOX");
        assertEquals(QuotaLevel.NEARLY_FULL, ledger.state().warningDue());
    }

    private void remove(long uid) {
        ledger.store("INBOX", UidSet.of(uid), FlagMode.ADD, "\\Deleted");
        ledger.done(
                new Command.Expunge(
                        ledger.key(), ledger.box("INBOX").head().number(), UidSet.EMPTY));
    }

    @Test
    void lowerLimitIsACrossingToo() {
        ledger.append("INBOX");
        assertEquals(QuotaLevel.LOW, ledger.state().warningDue());
        limits(10, 0);
        assertEquals(QuotaLevel.ALMOST_FULL, ledger.state().warningDue());
        limits(1000, 0);
        assertEquals(QuotaLevel.LOW, ledger.state().warningDue());
    }

    @Test
    void limitsOfTheDomainCountWhereTheAccountHasNoneOfItsOwn() {
        var domain = new QuotaLimits(50, 5);
        ledger.done(new Command.InheritQuota(ledger.key(), domain, 7));
        assertEquals(domain, ledger.state().head().quota().limits());
        limits(10, 1);
        ledger.done(new Command.InheritQuota(ledger.key(), new QuotaLimits(60, 6), 8));
        assertEquals(new QuotaLimits(10, 1), ledger.state().head().quota().limits());
        ledger.done(new Command.SetQuota(ledger.key(), Optional.empty()));
        assertEquals(new QuotaLimits(60, 6), ledger.state().head().quota().limits());
    }

    @Test
    void limitsThatComeTooLateChangeNothing() {
        ledger.done(new Command.InheritQuota(ledger.key(), new QuotaLimits(50, 5), 7));
        ledger.done(new Command.InheritQuota(ledger.key(), new QuotaLimits(40, 4), 6));
        ledger.done(new Command.InheritQuota(ledger.key(), new QuotaLimits(30, 3), 7));
        assertEquals(new QuotaLimits(50, 5), ledger.state().head().quota().limits());
    }
}
