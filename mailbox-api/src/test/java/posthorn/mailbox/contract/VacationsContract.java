package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.directory.Vacation;
import posthorn.mailbox.directory.VacationStore;
import posthorn.mailbox.vacation.ReplyClaims;
import posthorn.mailbox.vacation.ReplyClaims.Claim;

/** What accounts answer, and whom they answered lately. */
public interface VacationsContract {

    VacationStore vacations();

    ReplyClaims replyClaims();

    private static Vacation vacation(String account, long version) {
        return new Vacation(
                account, "away", "later", OptionalLong.of(7), OptionalLong.empty(), 3, version);
    }

    @Test
    default void vacationIsReplacedByItsSuccessorAlone() {
        VacationStore store = vacations();
        String account = AccountLogContract.id();
        assertEquals(Optional.empty(), get(store.find(account)));
        assertTrue(get(store.put(vacation(account, 1))));
        assertFalse(get(store.put(vacation(account, 1))));
        assertFalse(get(store.put(vacation(account, 3))));
        assertTrue(get(store.put(vacation(account, 2))));
        assertEquals(Optional.of(vacation(account, 2)), get(store.find(account)));
        get(store.remove(account));
        assertEquals(Optional.empty(), get(store.find(account)));
        assertTrue(get(store.put(vacation(account, 1))));
    }

    @Test
    default void senderIsClaimedForOneMessageUntilTheClaimEnds() {
        ReplyClaims claims = replyClaims();
        String account = AccountLogContract.id();
        assertEquals(Claim.NEW, get(claims.claim(account, "a@far.test", "m1", 100, 200)));
        assertEquals(Claim.SAME, get(claims.claim(account, "a@far.test", "m1", 150, 250)));
        assertEquals(Claim.TAKEN, get(claims.claim(account, "a@far.test", "m2", 200, 300)));
        assertEquals(Claim.NEW, get(claims.claim(account, "b@far.test", "m2", 200, 300)));
        assertEquals(Claim.NEW, get(claims.claim(account, "a@far.test", "m3", 201, 301)));
    }

    @Test
    default void ofManyClaimsAtOnceOneIsNew() {
        ReplyClaims claims = replyClaims();
        String account = AccountLogContract.id();
        long fresh =
                IntStream.range(0, 20)
                        .mapToObj(i -> claims.claim(account, "a@far.test", "m" + i, 1, 2))
                        .toList()
                        .stream()
                        .map(Waits::get)
                        .filter(Claim.NEW::equals)
                        .count();
        assertEquals(1, fresh);
    }

    @Test
    default void claimsThatEndedAreForgotten() {
        ReplyClaims claims = replyClaims();
        String account = AccountLogContract.id();
        get(claims.claim(account, "a@far.test", "m1", 1, 2));
        get(claims.forget(3));
        assertEquals(Claim.NEW, get(claims.claim(account, "a@far.test", "m2", 1, 2)));
    }
}
