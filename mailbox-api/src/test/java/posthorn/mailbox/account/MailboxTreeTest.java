package posthorn.mailbox.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTreeTest {
    private final Ledger ledger = new Ledger();

    private void create(String name) {
        ledger.done(new Command.CreateMailbox(ledger.key(), name, ""));
    }

    @Test
    void aNewAccountHasInboxAndSubscribedSpecialUses() {
        assertEquals(
                Set.of("INBOX", "Drafts", "Sent", "Archive", "Junk", "Trash"),
                ledger.state().names().keySet());
        assertEquals("Sent", ledger.box("Sent").head().specialUse());
        assertTrue(ledger.state().subscriptions().containsAll(List.of("Drafts", "INBOX")));
        assertEquals(1, ledger.entries());
    }

    @Test
    void toCreateAnAccountAgainChangesNothing() {
        ledger.done(new Command.CreateAccount(ledger.key(), QuotaLimits.octets(7)));
        assertEquals(1, ledger.entries());
    }

    @Test
    void nothingCanBeDoneBeforeTheAccountIsThere() {
        var context = new DecisionContext("p", 0, 0, MaildropLock.NONE, AccountLimits.DEFAULT);
        var decided =
                (Decision.Decided)
                        AccountState.empty("a")
                                .decide(List.of(new Command.DeleteMailbox("k", "x")), context);
        assertNull(decided.entry());
        assertTrue(decided.results().getFirst().outcome().toString().contains("NO_SUCH_ACCOUNT"));
    }

    @Test
    void parentsAreCreatedToo() {
        create("work/2026/mail");
        assertNotNull(ledger.state().mailbox("work"));
        assertNotNull(ledger.state().mailbox("work/2026"));
        assertEquals(2, ledger.entries());
    }

    @Test
    void aTrailingSeparatorIsNoPartOfTheName() {
        create("work/");
        assertNotNull(ledger.state().mailbox("work"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "/a", "tab\t", "\uD800"})
    void someNamesCannotBeGiven(String name) {
        assertEquals(
                RefusalReason.BAD_NAME,
                ledger.refused(new Command.CreateMailbox(ledger.key(), name, "")));
    }

    @Test
    void inboxIsInboxInAnyCaseAlsoAsAFirstLevel() {
        assertEquals(
                RefusalReason.MAILBOX_EXISTS,
                ledger.refused(new Command.CreateMailbox(ledger.key(), "inBox", "")));
        create("inbox/old");
        assertNotNull(ledger.state().mailbox("INBOX/old"));
        assertNotNull(ledger.state().mailbox("Inbox"));
    }

    @Test
    void twoSpellingsOfOneNameAreOneName() {
        create("caf\u00e9");
        assertEquals(
                RefusalReason.MAILBOX_EXISTS,
                ledger.refused(new Command.CreateMailbox(ledger.key(), "cafe\u0301", "")));
    }

    @Test
    void aSpecialUseIsGivenOnce() {
        assertEquals(
                RefusalReason.NOT_ALLOWED,
                ledger.refused(new Command.CreateMailbox(ledger.key(), "Bin", "Trash")));
        assertEquals(
                RefusalReason.BAD_NAME,
                ledger.refused(new Command.CreateMailbox(ledger.key(), "Bin", "Bin")));
    }

    @Test
    void mailboxesAreLimited() {
        var few = new Ledger(new AccountLimits(8, 58, 100, 5, 5, 10));
        few.done(new Command.CreateMailbox(few.key(), "a", ""));
        assertEquals(
                RefusalReason.OVER_LIMIT,
                few.refused(new Command.CreateMailbox(few.key(), "b/c", "")));
    }

    @Test
    void aTreeIsRenamedInOneEntry() {
        create("a/b/c");
        create("ab");
        long c = ledger.box("a/b/c").head().number();
        ledger.done(new Command.RenameMailbox(ledger.key(), "a", "x/y"));
        assertEquals(c, ledger.box("x/y/b/c").head().number());
        assertNotNull(ledger.state().mailbox("x"));
        assertNotNull(ledger.state().mailbox("ab"));
        assertNull(ledger.state().mailbox("a/b"));
        assertEquals(4, ledger.entries());
    }

    @Test
    void aRenameThatCannotBeDoneWholeIsNotDone() {
        create("a/b");
        create("x/b");
        assertEquals(
                RefusalReason.NOT_ALLOWED,
                ledger.refused(new Command.RenameMailbox(ledger.key(), "a", "a/b/c")));
        assertEquals(
                RefusalReason.MAILBOX_EXISTS,
                ledger.refused(new Command.RenameMailbox(ledger.key(), "a", "x")));
        assertEquals(
                RefusalReason.NO_SUCH_MAILBOX,
                ledger.refused(new Command.RenameMailbox(ledger.key(), "q", "r")));
    }

    @Test
    void renamedInboxLeavesItsMessagesElsewhereAndStays() {
        ledger.append("INBOX", "\\Seen", "work");
        ledger.append("INBOX");
        create("INBOX/child");
        ledger.done(new Command.RenameMailbox(ledger.key(), "inbox", "old/mail"));
        assertEquals(0, ledger.box("INBOX").messages());
        assertEquals(List.of(1L, 2L), ledger.uids("old/mail"));
        assertEquals(List.of("\\Seen", "work"), ledger.flags("old/mail", 1));
        assertNotNull(ledger.state().mailbox("INBOX/child"));
        assertEquals(3, ledger.append("INBOX"));
    }

    @Test
    void aNameMayHoldWildcards() {
        create("100%/a*b");
        assertNotNull(ledger.state().mailbox("100%"));
        assertNotNull(ledger.state().mailbox("100%/a*b"));
    }

    @Test
    void whatIsBelowADeletedMailboxStays() {
        create("a/b");
        ledger.append("a");
        ledger.append("a/b");
        ledger.done(new Command.DeleteMailbox(ledger.key(), "a"));
        assertNull(ledger.state().mailbox("a"));
        assertEquals(1, ledger.box("a/b").messages());
        assertEquals(
                RefusalReason.NO_SUCH_MAILBOX,
                ledger.refused(new Command.DeleteMailbox(ledger.key(), "a")));
        create("a");
        assertEquals(0, ledger.box("a").messages());
    }

    @Test
    void someMailboxesCannotBeDeleted() {
        assertEquals(
                RefusalReason.NOT_ALLOWED,
                ledger.refused(new Command.DeleteMailbox(ledger.key(), "INBOX")));
        assertEquals(
                RefusalReason.NO_SUCH_MAILBOX,
                ledger.refused(new Command.DeleteMailbox(ledger.key(), "q")));
    }

    @Test
    void aNameThatIsUsedAgainHasAHigherUidValidity() {
        create("a");
        var first = ledger.box("a").head();
        ledger.done(new Command.DeleteMailbox(ledger.key(), "a"));
        create("a");
        assertTrue(ledger.box("a").head().uidValidity() > first.uidValidity());
        assertTrue(ledger.box("a").head().number() > first.number());
    }

    @Test
    void aSubscriptionOutlivesItsMailbox() {
        create("a");
        ledger.done(new Command.Subscribe(ledger.key(), "a", true));
        ledger.done(new Command.DeleteMailbox(ledger.key(), "a"));
        assertTrue(ledger.state().subscriptions().contains("a"));
        ledger.done(new Command.Subscribe(ledger.key(), "a", false));
        assertTrue(!ledger.state().subscriptions().contains("a"));
    }

    @Test
    void anotherPasswordIsToldToWhoeverWatchesAndChangesNobodysAccess() {
        ledger.done(new Command.SetAccess(ledger.key(), Access.DISABLED, 1));
        ledger.done(new Command.SetAccess(ledger.key(), Access.DISABLED, 2));
        assertEquals(
                List.of(
                        new Change.AccessChanged(
                                ledger.state().head().modSeq(), Access.DISABLED, 2)),
                ledger.last().changes());
        assertEquals(Access.DISABLED, ledger.state().head().access());
        assertEquals(2, ledger.state().head().accessGeneration());
    }

    @Test
    void theGenerationOfTheAccessNeverFallsAndIsToldOnce() {
        ledger.done(new Command.SetAccess(ledger.key(), Access.ACTIVE, 5));
        long n = ledger.state().n();
        ledger.done(new Command.SetAccess(ledger.key(), Access.ACTIVE, 5));
        ledger.done(new Command.SetAccess(ledger.key(), Access.ACTIVE, 3));
        assertEquals(n, ledger.state().n());
        ledger.done(new Command.SetAccess(ledger.key(), Access.DISABLED, 4));
        assertEquals(5, ledger.state().head().accessGeneration());
    }
}
