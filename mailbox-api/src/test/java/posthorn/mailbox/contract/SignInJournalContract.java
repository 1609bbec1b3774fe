package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.signin.SignIn;
import posthorn.mailbox.signin.SignIn.OwnerAnswer;
import posthorn.mailbox.signin.SignInJournal;
import posthorn.mailbox.signin.SignInOutcome;
import posthorn.protocol.signin.SignInProtocol;

/** Recent sign-ins. */
public interface SignInJournalContract {

    long DAY = 86_400_000;
    long TODAY = 20_000 * DAY;

    /** Keeps that many that were let in, and as many others, of each account. */
    SignInJournal journal(int most);

    private static SignIn.Kind kind(String address, SignInOutcome outcome) {
        return new SignIn.Kind(address, SignInProtocol.IMAP, "", "PLAIN", "", outcome);
    }

    @Test
    default void attemptsOfOneDayThatAreAlikeAreCountedTogether() {
        SignInJournal journal = journal(10);
        String account = AccountLogContract.id();
        SignIn.Kind in = kind("192.0.2.1", SignInOutcome.SUCCESS);
        SignIn.Kind wrong = kind("192.0.2.1", SignInOutcome.BAD_CREDENTIALS);
        get(journal.add(SignIn.once(account, in, TODAY + 5)));
        get(journal.add(new SignIn(account, in, TODAY + 7, TODAY + 9, 3, OwnerAnswer.NONE)));
        get(journal.add(SignIn.once(account, wrong, TODAY + 20)));
        get(journal.add(SignIn.once(account, in, TODAY + DAY)));
        get(journal.add(SignIn.once(AccountLogContract.id(), in, TODAY)));
        assertEquals(
                List.of(
                        SignIn.once(account, in, TODAY + DAY),
                        SignIn.once(account, wrong, TODAY + 20),
                        new SignIn(account, in, TODAY + 5, TODAY + 9, 4, OwnerAnswer.NONE)),
                get(journal.of(account)));
    }

    @Test
    default void alikeAttemptsAtOnceAreAllCounted() {
        SignInJournal journal = journal(10);
        String account = AccountLogContract.id();
        SignIn one = SignIn.once(account, kind("192.0.2.1", SignInOutcome.SUCCESS), TODAY);
        IntStream.range(0, 20).mapToObj(i -> journal.add(one)).toList().forEach(Waits::get);
        assertEquals(20, get(journal.find(account, one.id())).orElseThrow().count());
    }

    @Test
    default void whoGuessesPushesOutGuessesOnly() {
        SignInJournal journal = journal(3);
        String account = AccountLogContract.id();
        SignIn in = SignIn.once(account, kind("192.0.2.1", SignInOutcome.SUCCESS), TODAY);
        get(journal.add(in));
        for (int i = 0; i < 10; i++) {
            SignIn.Kind wrong = kind("198.51.100." + i, SignInOutcome.BAD_CREDENTIALS);
            get(journal.add(SignIn.once(account, wrong, TODAY + 1 + i)));
        }
        assertEquals(
                List.of("198.51.100.9", "198.51.100.8", "198.51.100.7", "192.0.2.1"),
                get(journal.of(account)).stream().map(one -> one.kind().address()).toList());
    }

    @Test
    default void clientThatSaysLaterWhatItIsIsNamed() {
        SignInJournal journal = journal(10);
        String account = AccountLogContract.id();
        SignIn.Kind kind = kind("192.0.2.1", SignInOutcome.SUCCESS);
        String id = SignIn.id(kind, TODAY);
        get(journal.add(SignIn.once(account, kind, TODAY)));
        get(journal.add(SignIn.once(account, kind, TODAY + 1)));
        get(journal.name(account, id, "Thunderbird 153"));
        get(journal.name(account, id, "Thunderbird 153"));
        get(journal.name(account, id, "nobody is left to be named"));
        List<SignIn> named = get(journal.of(account));
        assertEquals(
                List.of("Thunderbird 153"),
                named.stream().map(one -> one.kind().client()).toList());
        assertEquals(2, named.getFirst().count());
        get(journal.name(account, named.getFirst().id(), "another"));
        assertEquals(named, get(journal.of(account)));
    }

    @Test
    default void whatTheOwnerSaysIsKept() {
        SignInJournal journal = journal(10);
        String account = AccountLogContract.id();
        SignIn blocked = SignIn.once(account, kind("192.0.2.1", SignInOutcome.BLOCKED), TODAY);
        assertFalse(get(journal.answer(account, blocked.id(), OwnerAnswer.CONFIRMED)));
        get(journal.add(blocked));
        assertTrue(get(journal.answer(account, blocked.id(), OwnerAnswer.CONFIRMED)));
        get(journal.add(blocked));
        SignIn now = get(journal.find(account, blocked.id())).orElseThrow();
        assertEquals(OwnerAnswer.CONFIRMED, now.answer());
        assertEquals(2, now.count());
    }

    @Test
    default void oldOnesAreForgotten() {
        SignInJournal journal = journal(10);
        String account = AccountLogContract.id();
        SignIn old = SignIn.once(account, kind("192.0.2.1", SignInOutcome.SUCCESS), TODAY);
        SignIn young = SignIn.once(account, old.kind(), TODAY + DAY);
        get(journal.add(old));
        get(journal.add(young));
        get(journal.forget(TODAY + 1));
        assertEquals(List.of(young), get(journal.of(account)));
        assertEquals(Optional.empty(), get(journal.find(account, old.id())));
        get(journal.remove(account));
        assertEquals(List.of(), get(journal.of(account)));
    }
}
