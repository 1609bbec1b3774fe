package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.session.Session;
import posthorn.mailbox.session.Session.Owner;
import posthorn.mailbox.session.Session.Stage;
import posthorn.mailbox.session.SessionStore;

/** Sessions that all pods see. */
public interface SessionStoreContract {

    long BEGAN = 1_800_000_000_000L;

    SessionStore sessions();

    private static Session of(Owner owner, Stage stage, long created) {
        return new Session(AccountLogContract.id(), owner, stage, created, created + 100);
    }

    @Test
    default void aSessionIsFoundAsItWasAdded() {
        SessionStore store = sessions();
        Session user =
                of(new Owner.Account(AccountLogContract.id(), 7), Stage.SECOND_FACTOR, BEGAN);
        Session admin = of(new Owner.Admin(AccountLogContract.id()), Stage.OPEN, BEGAN);
        get(store.add(user));
        get(store.add(admin));
        assertEquals(Optional.of(user), get(store.find(user.id())));
        assertEquals(Optional.of(admin), get(store.find(admin.id())));
        assertEquals(Optional.empty(), get(store.find(AccountLogContract.id())));
    }

    @Test
    default void anOwnersSessionsAreListedByAgeAndRemovedTogether() {
        SessionStore store = sessions();
        Owner owner = new Owner.Account(AccountLogContract.id(), 0);
        Session second = of(owner, Stage.OPEN, BEGAN + 2);
        Session first = of(owner, Stage.OPEN, BEGAN + 1);
        Session third = of(owner, Stage.OPEN, BEGAN + 3);
        List.of(second, first, third).forEach(each -> get(store.add(each)));
        assertEquals(List.of(first, second), get(store.ofOwner(owner.key(), 2)));
        get(store.removeAll(List.of(first.id())));
        assertEquals(List.of(second, third), get(store.ofOwner(owner.key(), 9)));
        get(store.removeOf(owner.key()));
        assertEquals(List.of(), get(store.ofOwner(owner.key(), 9)));
    }

    @Test
    default void aSessionIsRemovedOnce() {
        SessionStore store = sessions();
        Session session = of(new Owner.Admin(AccountLogContract.id()), Stage.OPEN, BEGAN);
        get(store.add(session));
        assertTrue(get(store.remove(session.id())));
        assertFalse(get(store.remove(session.id())));
    }

    @Test
    default void aGenerationOnlyRises() {
        SessionStore store = sessions();
        String account = AccountLogContract.id();
        Session session = of(new Owner.Account(account, 3), Stage.OPEN, BEGAN);
        get(store.add(session));
        get(store.renew(session.id(), 5));
        get(store.renew(session.id(), 4));
        assertEquals(
                Optional.of(new Owner.Account(account, 5)),
                get(store.find(session.id())).map(Session::owner));
    }

    @Test
    default void aSessionThatIsOverIsForgotten() {
        SessionStore store = sessions();
        Session session = of(new Owner.Admin(AccountLogContract.id()), Stage.OPEN, BEGAN);
        get(store.add(session));
        get(store.forget(session.until()));
        assertEquals(Optional.of(session), get(store.find(session.id())));
        get(store.forget(session.until() + 1));
        assertEquals(Optional.empty(), get(store.find(session.id())));
    }
}
