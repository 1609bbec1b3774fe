package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;

/** The documents of the directory. */
public interface DirectoryContract {

    DirectoryStore directory();

    static AddressEntry.Account account(String address, long created) {
        return new AddressEntry.Account(
                address,
                address.substring(address.indexOf('@') + 1),
                AccountLogContract.id(),
                AccountStatus.CREATING,
                0,
                false,
                "$hash",
                created);
    }

    static String domain() {
        return AccountLogContract.id() + ".test";
    }

    @Test
    default void aDomainIsAddedOnceAndRemovedOnce() {
        Domain domain = new Domain(domain(), "alice@x.test", 5);
        assertTrue(get(directory().add(domain)));
        assertFalse(get(directory().add(domain)));
        assertEquals(
                Map.of(domain.name(), domain),
                get(directory().find(List.of(domain.name(), "x"), List.of("x@x"))).domains());
        assertTrue(get(directory().domains()).contains(domain));
        assertTrue(get(directory().removeDomain(domain.name())));
        assertFalse(get(directory().removeDomain(domain.name())));
    }

    @Test
    default void anAddressStandsForOneThing() {
        String domain = domain();
        AddressEntry.Account alice = account("alice@" + domain, 1);
        AddressEntry.Alias sales =
                new AddressEntry.Alias(
                        "sales@" + domain, domain, alice.account(), alice.address(), 2);
        assertTrue(get(directory().add(alice)));
        assertTrue(get(directory().add(sales)));
        assertFalse(get(directory().add(account("sales@" + domain, 3))));
        assertEquals(
                Map.of(alice.address(), alice, sales.address(), sales),
                get(directory().addresses(List.of(alice.address(), sales.address(), "no@x"))));
        assertEquals(
                Map.of(alice.address(), alice),
                get(directory().find(List.of(domain), List.of(alice.address()))).entries());
        assertEquals(Map.of(), get(directory().addresses(List.of())));
        assertEquals(Optional.of(alice), get(directory().account(alice.account())));
        assertEquals(List.of(alice, sales), get(directory().inDomain(domain, 10)));
        get(directory().removeAliases(alice.account()));
        assertEquals(List.of(alice), get(directory().inDomain(domain, 10)));
    }

    @Test
    default void onlyWhatStandsThereIsReplacedOrRemoved() {
        AddressEntry.Account before = account("bob@" + domain(), 1);
        get(directory().add(before));
        AddressEntry.Account settled = before.asSettled();
        assertTrue(get(directory().unsettled("", 10_000)).contains(before));
        assertFalse(get(directory().unsettled(before.address(), 10_000)).contains(before));
        assertTrue(get(directory().replace(before, settled)));
        assertFalse(get(directory().replace(before, before.withPassword("$other"))));
        assertFalse(get(directory().unsettled("", 10_000)).contains(settled));
        assertFalse(get(directory().remove(before)));
        assertTrue(get(directory().remove(settled)));
        assertEquals(Optional.empty(), get(directory().account(before.account())));
    }

    @Test
    default void accountsAreListedByAddressInPages() {
        String domain = domain();
        for (String name : List.of("c", "a", "e", "b", "d")) {
            get(directory().add(account(name + "@" + domain, 1)));
        }
        List<AddressEntry.Account> first = get(directory().accounts(domain, "", 3));
        assertEquals(
                List.of("a@" + domain, "b@" + domain, "c@" + domain),
                first.stream().map(AddressEntry.Account::address).toList());
        assertEquals(2, get(directory().accounts(domain, first.getLast().address(), 3)).size());
        assertTrue(get(directory().accounts("", "", 10_000)).containsAll(first));
    }
}
