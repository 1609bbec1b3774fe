package posthorn.mailbox.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.checkpoint.StateCodec;
import posthorn.mailbox.wire.Entries;

/** A restored account shows no UIDVALIDITY that it may have shown before. */
final class RenumberingTest {

    private static final long FROM = Ledger.NOW / 1000 + (1 << 20);

    @Test
    void everyMailboxGetsAnotherUidValidityFromTheNumberOn() {
        var ledger = new Ledger();
        ledger.run(new Command.CreateMailbox("c", "Lists", ""));
        var before = validities(ledger.state());
        var modSeq = ledger.state().head().modSeq();

        ledger.run(new Command.Renumber("", FROM));

        var after = validities(ledger.state());
        assertEquals(before.size(), after.stream().distinct().count());
        assertAllFrom(ledger.state());
        assertTrue(ledger.state().head().modSeq() > modSeq);
        assertEquals(ledger.state().head().modSeq(), ledger.box("Lists").head().highestModSeq());
    }

    @Test
    void aSecondTimeChangesNothing() {
        var ledger = new Ledger();
        ledger.run(new Command.Renumber("", FROM));
        int entries = ledger.entries();

        ledger.run(new Command.Renumber("", FROM));

        assertEquals(entries, ledger.entries());
    }

    @Test
    void anyCommandOfARestoredAccountComesBehindIt() {
        var old = new Ledger();
        var restored = new Ledger(AccountLimits.DEFAULT.withUidValidityFrom(FROM));
        restored.put(old.state());
        assertFalse(Renumbering.isDue(old.state(), AccountLimits.DEFAULT));

        var done = (CommandOutcome.Done) restored.run(new Command.CreateMailbox("c", "Lists", ""));

        assertAllFrom(restored.state());
        assertEquals(restored.box("Lists").head().uidValidity(), done.uidValidity());
        var limits = AccountLimits.DEFAULT.withUidValidityFrom(FROM);
        assertFalse(Renumbering.isDue(restored.state(), limits));
    }

    @Test
    void aCommandThatIsRefusedIsNotKeptWithTheEntry() {
        var restored = new Ledger(AccountLimits.DEFAULT.withUidValidityFrom(FROM));
        restored.put(new Ledger().state());

        var results = restored.run(List.of(new Command.DeleteMailbox("d", "None")));

        assertEquals(0, results.getFirst().n());
        assertTrue(restored.last().results().isEmpty());
        assertTrue(
                restored.last().changes().stream()
                        .allMatch(Change.MailboxRenumbered.class::isInstance));
    }

    @Test
    void theEntrySaysWhatItsReadersHaveToKnowAndReadsTheSame() {
        var ledger = new Ledger();
        ledger.run(new Command.Renumber("", FROM));

        assertEquals("renumbered", ledger.last().needs());
        assertEquals(ledger.last(), Entries.decode(Entries.encode(ledger.last())));
    }

    @Test
    void aNewAccountOfARestoredInstallationBeginsThere() {
        var ledger = new Ledger(AccountLimits.DEFAULT.withUidValidityFrom(FROM));

        assertAllFrom(ledger.state());
        assertEquals(1, ledger.entries());
    }

    @Test
    void aCheckpointKeepsThem() {
        var ledger = new Ledger();
        ledger.run(new Command.Renumber("", FROM));

        var read = StateCodec.decode(StateCodec.encode(ledger.state()));

        assertEquals(validities(ledger.state()), validities(read));
        assertEquals(ledger.state().head(), read.head());
    }

    private static void assertAllFrom(AccountState state) {
        assertTrue(validities(state).stream().allMatch(validity -> validity >= FROM));
    }

    private static List<Long> validities(AccountState state) {
        return state.mailboxes().stream().map(mailbox -> mailbox.head().uidValidity()).toList();
    }
}
