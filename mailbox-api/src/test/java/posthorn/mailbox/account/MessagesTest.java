package posthorn.mailbox.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private final Ledger ledger = new Ledger();

    private long number(String box) {
        return ledger.box(box).head().number();
    }

    private CommandOutcome.Done copy(String from, UidSet uids, String to, boolean move) {
        return ledger.done(new Command.CopyMessages(ledger.key(), number(from), uids, to, move));
    }

    @Test
    void uidsGrowAndEachCommandHasAModSeqOfItsOwn() {
        var commands = new ArrayList<Command>();
        for (int i = 0; i < 3; i++) {
            commands.add(new Command.Deliver(ledger.key(), "INBOX", ledger.message(5), 0));
        }
        var results = ledger.run(commands);
        assertEquals(2, ledger.entries());
        for (int i = 0; i < 3; i++) {
            var done = (CommandOutcome.Done) results.get(i).outcome();
            assertEquals(UidSet.of(i + 1), done.uids());
            assertEquals(ledger.state().head().modSeq() - 2 + i, done.modSeq());
            assertEquals(2, results.get(i).n());
        }
        assertEquals(4, ledger.last().keys().size());
    }

    @Test
    void aDeliveryForAMailboxThatIsNotThereGoesToInbox() {
        ledger.done(new Command.Deliver(ledger.key(), "lists", ledger.message(5), 0));
        assertEquals(1, ledger.box("INBOX").messages());
    }

    @Test
    void aDeliveryGoesToTheMailboxOfItsUseWhateverThatIsCalled() {
        ledger.done(new Command.Deliver(ledger.key(), "INBOX", "Junk", ledger.message(5), 0));
        assertEquals(1, ledger.box("Junk").messages());
        ledger.done(new Command.RenameMailbox(ledger.key(), "Junk", "Rubbish"));
        ledger.done(new Command.Deliver(ledger.key(), "INBOX", "Junk", ledger.message(5), 0));
        assertEquals(2, ledger.box("Rubbish").messages());
        ledger.done(new Command.DeleteMailbox(ledger.key(), "Rubbish"));
        ledger.done(new Command.Deliver(ledger.key(), "INBOX", "Junk", ledger.message(5), 0));
        assertEquals(1, ledger.box("INBOX").messages());
    }

    @Test
    void aDeliveryOlderThanTheHistoryIsLeftToAnOperator() {
        ledger.keptSince(1_000);
        assertEquals(
                RefusalReason.TOO_OLD,
                ledger.refused(new Command.Deliver(ledger.key(), "INBOX", ledger.message(5), 999)));
        ledger.done(new Command.Deliver(ledger.key(), "INBOX", ledger.message(5), 1_000));
    }

    @Test
    void theQuotaHoldsForWhatIsAddedNotForWhatIsMoved() {
        ledger.done(new Command.SetQuota(ledger.key(), QuotaLimits.octets(25)));
        ledger.append("INBOX");
        ledger.append("INBOX");
        assertEquals(
                RefusalReason.OVER_QUOTA,
                ledger.refused(new Command.Append(ledger.key(), "INBOX", ledger.message(6))));
        assertEquals(
                RefusalReason.OVER_QUOTA,
                ledger.refused(
                        new Command.CopyMessages(
                                ledger.key(), number("INBOX"), UidSet.all(), "Archive", false)));
        copy("INBOX", UidSet.all(), "Trash", true);
        assertEquals(20, ledger.state().usage().octets());
    }

    @Test
    void storeChangesWhatChangesAndSaysWhatHadChangedBefore() {
        ledger.append("INBOX");
        ledger.append("INBOX", "\\Seen");
        long before = ledger.state().head().modSeq();
        ledger.append("INBOX");
        var done = ledger.store("INBOX", UidSet.range(1, 2), FlagMode.ADD, "\\seen", "Work");
        assertEquals(UidSet.range(1, 2), done.affected());
        assertEquals(List.of("\\Seen", "Work"), ledger.flags("INBOX", 1));
        assertEquals(1, ledger.box("INBOX").unseen());
        var command =
                new Command.StoreFlags(
                        ledger.key(),
                        number("INBOX"),
                        UidSet.all(),
                        FlagMode.REMOVE,
                        List.of("work", "never"),
                        OptionalLong.of(before + 1));
        done = ledger.done(command);
        assertEquals(UidSet.range(1, 2), done.modified());
        assertTrue(done.affected().isEmpty());
        assertEquals(0, done.modSeq());
    }

    @Test
    void whatIsNoFlagIsRefusedAndRecentIsLeftOut() {
        assertEquals(
                RefusalReason.BAD_NAME,
                ledger.refused(
                        new Command.Append(ledger.key(), "INBOX", ledger.message(1, "\\Wrong"))));
        assertEquals(
                RefusalReason.BAD_NAME,
                ledger.refused(
                        new Command.Append(ledger.key(), "INBOX", ledger.message(1, "a b"))));
        long uid = ledger.append("INBOX", "\\Recent", "\\Draft");
        assertEquals(List.of("\\Draft"), ledger.flags("INBOX", uid));
    }

    @Test
    void aMailboxHasSoManyKeywordsAndNoMore() {
        for (int i = 0; i < FlagTable.MAX_KEYWORDS; i++) {
            ledger.append("INBOX", "k" + i);
        }
        assertEquals(
                RefusalReason.OVER_LIMIT,
                ledger.refused(
                        new Command.Append(ledger.key(), "INBOX", ledger.message(1, "more"))));
        var last = "k" + (FlagTable.MAX_KEYWORDS - 1);
        ledger.store("INBOX", UidSet.of(1), FlagMode.ADD, last);
        assertEquals(List.of("k0", last), ledger.flags("INBOX", 1));
        assertEquals(FlagTable.MAX_KEYWORDS, ledger.box("INBOX").messages());
    }

    @Test
    void expungeRemovesWhatIsDeletedAndRemembersIt() {
        for (int i = 0; i < 5; i++) {
            ledger.append("INBOX");
        }
        long before = ledger.state().head().modSeq();
        ledger.store("INBOX", UidSet.range(2, 4), FlagMode.ADD, "\\Deleted");
        var done = ledger.done(new Command.Expunge(ledger.key(), number("INBOX"), UidSet.of(3)));
        assertEquals(UidSet.of(3), done.affected());
        ledger.done(new Command.Expunge(ledger.key(), number("INBOX"), UidSet.EMPTY));
        assertEquals(List.of(1L, 5L), ledger.uids("INBOX"));
        assertEquals(UidSet.range(2, 4), ledger.box("INBOX").vanishedSince(before));
        assertEquals(6, ledger.append("INBOX"));
        var none = ledger.done(new Command.Expunge(ledger.key(), number("INBOX"), UidSet.EMPTY));
        assertEquals(0, none.modSeq());
    }

    @Test
    void aMoveIsOneEntryAndKeepsFlagsDatesAndBodies() {
        ledger.append("INBOX", "\\Flagged");
        ledger.append("INBOX");
        ledger.append("Trash");
        var done =
                copy(
                        "INBOX",
                        UidSet.of(List.of(new UidRange(1, 1), new UidRange(2, 9))),
                        "Trash",
                        true);
        assertEquals(UidSet.range(2, 3), done.uids());
        assertEquals(UidSet.range(1, 2), done.fromUids());
        assertEquals(List.of("\\Flagged"), ledger.flags("Trash", 2));
        assertEquals(2, ledger.last().changes().size());
        var added = (Change.MessagesAdded) ledger.last().changes().getFirst();
        assertEquals(2, BodyName.number(added.messages().getFirst().body()));
    }

    @Test
    void aCopyTooLargeForAnEntryGoesThroughASegment() {
        var few = new Ledger(new AccountLimits(20, 58, 100, 5, 20, 10));
        for (int i = 0; i < 300; i++) {
            few.append("INBOX", i % 2 == 0 ? "even" : "\\Seen");
        }
        var command =
                new Command.CopyMessages(
                        few.key(), few.box("INBOX").head().number(), UidSet.all(), "Sent", false);
        var decided = few.decide(List.of(command));
        assertEquals(1, decided.segments().size());
        var done = few.done(command);
        assertInstanceOf(Change.SegmentAdded.class, few.last().changes().getFirst());
        assertEquals(UidSet.range(1, 300), done.uids());
        assertEquals(List.of("even"), few.flags("Sent", 299));
        assertEquals(150, few.box("Sent").unseen());
        assertEquals(6_000, few.state().usage().octets());
    }

    @Test
    void recentIsTakenOnce() {
        ledger.append("INBOX");
        ledger.append("INBOX");
        var take = new Command.TakeRecent(ledger.key(), number("INBOX"));
        assertEquals(1, ledger.done(take).recentFrom());
        assertEquals(0, ledger.done(take).recentFrom());
        ledger.append("INBOX");
        assertEquals(3, ledger.done(take).recentFrom());
    }

    @Test
    void theMaildropHasOneHolderUntilItStandsStill() {
        ledger.append("INBOX");
        ledger.done(new Command.LockMaildrop(ledger.key(), "t"));
        ledger.done(new Command.LockMaildrop(ledger.key(), "t"));
        var other = new Command.LockMaildrop(ledger.key(), "u");
        assertEquals(RefusalReason.IN_USE, ledger.refused(other));
        ledger.standing(new MaildropLock("t", 1));
        assertEquals(RefusalReason.IN_USE, ledger.refused(other));
        ledger.standing(new MaildropLock("t", 2));
        ledger.done(other);
        assertEquals(
                RefusalReason.NOT_LOCKED,
                ledger.refused(new Command.EmptyMaildrop(ledger.key(), "t", UidSet.all())));
        var done = ledger.done(new Command.EmptyMaildrop(ledger.key(), "u", UidSet.all()));
        assertEquals(UidSet.of(1), done.affected());
        assertEquals(MaildropLock.NONE, ledger.state().head().maildrop());
        assertEquals(0, ledger.box("INBOX").messages());
    }

    @Test
    void aDisabledAccountTakesMailAndADeletedOneDoesNot() {
        ledger.done(new Command.SetAccess(ledger.key(), Access.DISABLED, 1));
        ledger.done(new Command.Deliver(ledger.key(), "INBOX", ledger.message(1), 0));
        assertEquals(
                RefusalReason.ACCOUNT_CLOSED,
                ledger.refused(new Command.Append(ledger.key(), "INBOX", ledger.message(1))));
        ledger.done(new Command.SetAccess(ledger.key(), Access.DELETED, 2));
        assertEquals(
                RefusalReason.ACCOUNT_CLOSED,
                ledger.refused(new Command.Deliver(ledger.key(), "INBOX", ledger.message(1), 0)));
        assertEquals(
                RefusalReason.ACCOUNT_CLOSED,
                ledger.refused(new Command.SetAccess(ledger.key(), Access.ACTIVE, 3)));
    }

    @Test
    void anEntryThatDoesNotFollowOrIsOfANewerReleaseIsNotApplied() {
        var entry = ledger.last();
        assertThrows(IllegalStateException.class, () -> ledger.state().apply(entry));
        var newer = new Entry("a", 2, "p", List.of("p"), List.of(), "sieve", 0, List.of());
        assertThrows(IllegalStateException.class, () -> ledger.state().apply(newer));
    }
}
