package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AppPassword;
import posthorn.mailbox.directory.Passkey;
import posthorn.mailbox.directory.SecondFactor;
import posthorn.mailbox.directory.Switches;
import posthorn.protocol.signin.SignInProtocol;

/** How owners of accounts come in. */
public interface AccessStoreContract {

    AccessStore access();

    /** One with everything in it. */
    static AccountAccess full(String account) {
        SecondFactor factor =
                new SecondFactor(
                        Optional.of(new SecondFactor.Totp("c2VhbGVk", 55)),
                        List.of(new Passkey("id", "phone", "mail.example", "a2V5", 7, 8)),
                        List.of("hash", "other"),
                        Optional.of(new SecondFactor.Pending("bmV4dA", 90)),
                        Optional.of(new SecondFactor.Pending("Y2hhbGxlbmdl", 91)));
        return AccountAccess.usual(account)
                .with(new Switches(Map.of(AccessSwitch.POP3, false, AccessSwitch.IMAP, true)))
                .administering(List.of("a.example"))
                .withLanguage("de")
                .withPasswordSet(12)
                .withAppPasswords(
                        List.of(
                                new AppPassword(
                                        "1",
                                        "Thunderbird",
                                        Set.of(SignInProtocol.IMAP, SignInProtocol.SMTP),
                                        "$x$y",
                                        "scram",
                                        3,
                                        4,
                                        5)))
                .with(factor);
    }

    @Test
    default void accountOfWhichNothingIsStoredIsAsUsual() {
        String account = AccountLogContract.id();
        assertEquals(
                Map.of(account, AccountAccess.usual(account)),
                get(access().find(List.of(account))));
        assertEquals(Map.of(), get(access().find(List.of())));
    }

    @Test
    default void everythingThatIsSaidIsKept() {
        String one = AccountLogContract.id();
        String other = AccountLogContract.id();
        assertTrue(get(access().replace(AccountAccess.usual(one), full(one))));
        assertEquals(
                Map.of(one, full(one), other, AccountAccess.usual(other)),
                get(access().find(List.of(one, other))));
        AccountAccess less = full(one).with(SecondFactor.NONE).with(Switches.NONE);
        assertTrue(get(access().replace(full(one), less)));
        assertEquals(less, get(access().find(List.of(one))).get(one));
        get(access().remove(one));
        assertEquals(AccountAccess.usual(one), get(access().find(List.of(one))).get(one));
    }

    @Test
    default void ofTwoChangesAtOnceOneIsRefused() {
        String account = AccountLogContract.id();
        AccountAccess none = AccountAccess.usual(account);
        assertEquals(1, taken(none, "de", "fr", "it", "es"));
        AccountAccess stored =
                Objects.requireNonNull(get(access().find(List.of(account))).get(account));
        assertEquals(1, taken(stored, "a", "b", "c", "d"));
        assertFalse(get(access().replace(none, none.withLanguage("x"))));
        assertFalse(get(access().replace(stored, stored.withLanguage("x"))));
    }

    private long taken(AccountAccess before, String... languages) {
        AccessStore store = access();
        List<CompletionStage<Boolean>> changes =
                IntStream.range(0, languages.length)
                        .mapToObj(i -> store.replace(before, before.withLanguage(languages[i])))
                        .toList();
        return changes.stream().filter(Waits::get).count();
    }
}
