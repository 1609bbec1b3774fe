package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.signin.SignInKey;
import posthorn.mailbox.signin.SignInKey.Kind;
import posthorn.mailbox.signin.SignInRecords;
import posthorn.mailbox.signin.SignInRecords.Count;

/** What pods remember of attempts to sign in. */
public interface SignInRecordsContract {

    long HOUR = 3_600_000;
    long NOW = 400_000 * HOUR;

    SignInRecords signIns();

    @Test
    default void attemptsAreCountedForEachKeyInOneWindow() {
        SignInRecords records = signIns();
        String login = AccountLogContract.id();
        SignInKey one = new SignInKey(Kind.LOGIN, login);
        SignInKey other = new SignInKey(Kind.NETWORK, login);
        List<SignInKey> both = List.of(one, other);
        assertEquals(Map.of(), get(records.read(both, login, "n", NOW)).counts());
        get(records.count(both, 1, NOW + 5));
        get(records.count(List.of(one), 1, NOW + 7));
        get(records.count(both, -1, NOW + 9));
        assertEquals(
                Map.of(one, new Count(1, NOW + 7), other, new Count(0, NOW + 5)),
                get(records.read(both, login, "n", NOW + 10)).counts());
        get(records.reset(one, NOW + 10));
        assertEquals(
                Map.of(other, new Count(0, NOW + 5)),
                get(records.read(both, login, "n", NOW + 10)).counts());
        assertEquals(Map.of(), get(records.read(both, login, "n", NOW + HOUR)).counts());
        get(records.forget(NOW + HOUR, 0));
        assertEquals(Map.of(), get(records.read(both, login, "n", NOW + 10)).counts());
    }

    @Test
    default void attemptsAtOnceAreAllCounted() {
        SignInRecords records = signIns();
        SignInKey key = new SignInKey(Kind.PAIR, AccountLogContract.id());
        IntStream.range(0, 20)
                .mapToObj(i -> records.count(List.of(key), 1, NOW))
                .toList()
                .forEach(Waits::get);
        assertEquals(
                Map.of(key, new Count(20, NOW)),
                get(records.read(List.of(key), "l", "n", NOW)).counts());
    }

    @Test
    default void clientThatWasLetInIsRememberedForATime() {
        SignInRecords records = signIns();
        String login = AccountLogContract.id();
        assertFalse(get(records.read(List.of(), login, "a", NOW)).good());
        get(records.good(login, "a", NOW));
        get(records.good(login, "a", NOW + 5));
        assertTrue(get(records.read(List.of(), login, "a", NOW + HOUR)).good());
        assertFalse(get(records.read(List.of(), login, "b", NOW)).good());
        get(records.forget(NOW, NOW + 5));
        assertTrue(get(records.read(List.of(), login, "a", NOW + HOUR)).good());
        get(records.forget(NOW, NOW + 6));
        assertFalse(get(records.read(List.of(), login, "a", NOW + HOUR)).good());
    }

    @Test
    default void clientThatShouldNotHaveBeenLetInIsAStrangerAgain() {
        SignInRecords records = signIns();
        String login = AccountLogContract.id();
        get(records.good(login, "a", NOW));
        get(records.good(login, "b", NOW));
        get(records.stranger(login, "a"));
        assertFalse(get(records.read(List.of(), login, "a", NOW)).good());
        assertTrue(get(records.read(List.of(), login, "b", NOW)).good());
    }
}
