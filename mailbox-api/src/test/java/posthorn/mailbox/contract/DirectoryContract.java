package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.DirectoryStore.Kind;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.Switches;

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

    private static AddressEntry.Group group(String domain) {
        return new AddressEntry.Group(
                "all@" + domain,
                domain,
                List.of("alice@" + domain, "j\u00fcrgen@b\u00fccher.test"),
                AddressEntry.Senders.MEMBERS,
                2,
                0);
    }

    @Test
    default void everyKindOfAddressIsKeptAsItIs() {
        String domain = domain();
        AddressEntry.Account alice = account("alice@" + domain, 1);
        AddressEntry.Group all = group(domain);
        AddressEntry.Forward away =
                new AddressEntry.Forward(
                        "away@" + domain, domain, "", List.of("x@far.test"), false, 3);
        AddressEntry.Forward ofAlice =
                new AddressEntry.Forward(
                        alice.address(), domain, alice.account(), List.of("y@far.test"), true, 4);
        AddressEntry.Listed listed = new AddressEntry.Listed("there@" + domain, domain, 5);
        for (AddressEntry each : List.of(alice, all, away, ofAlice, listed)) {
            assertTrue(get(directory().add(each)));
            assertFalse(get(directory().add(each)));
        }
        List<AddressEntry> addresses = List.of(alice, all, away, listed);
        List<String> names = addresses.stream().map(AddressEntry::address).toList();
        AddressLookup.Found found = get(directory().find(List.of(), names));
        assertEquals(Set.copyOf(addresses), Set.copyOf(found.entries().values()));
        assertEquals(Map.of(alice.address(), ofAlice), found.forwards());
        assertEquals(addresses, get(directory().inDomain(domain, 10)));
        for (AddressEntry each : List.of(all, away, ofAlice, listed)) {
            assertTrue(get(directory().remove(each)));
            assertFalse(get(directory().remove(each)));
        }
    }

    @Test
    default void entriesAreListedByKindAndGroupsReplacedAsTheyWereSeen() {
        String domain = domain();
        AddressEntry.Group all = group(domain);
        AddressEntry.Forward ofAlice =
                new AddressEntry.Forward(
                        "alice@" + domain, domain, "id", List.of("y@far.test"), true, 4);
        get(directory().add(all));
        get(directory().add(ofAlice));
        assertEquals(List.of(all), get(directory().entries(Kind.GROUP, domain, "", 10)));
        assertEquals(List.of(), get(directory().entries(Kind.GROUP, domain, all.address(), 10)));
        assertTrue(
                get(directory().entries(Kind.ACCOUNT_FORWARD, "", "", 10_000)).contains(ofAlice));
        AddressEntry.Group fewer = all.with(List.of("x@far.test"), AddressEntry.Senders.USERS);
        assertTrue(get(directory().replace(all, fewer)));
        assertFalse(get(directory().replace(all, fewer)));
        assertFalse(get(directory().remove(all)));
        assertTrue(get(directory().remove(fewer)));
    }

    @Test
    default void whatAnAccountDoesWithItsMailGoesWithIt() {
        String domain = domain();
        AddressEntry.Forward ofAlice =
                new AddressEntry.Forward(
                        "alice@" + domain,
                        domain,
                        AccountLogContract.id(),
                        List.of("y@far.test"),
                        true,
                        4);
        get(directory().add(ofAlice));
        get(directory().removeAliases(ofAlice.account()));
        assertFalse(get(directory().remove(ofAlice)));
    }

    @Test
    default void ofTwoThatMakeAnAddressAtOnceOneDoes() {
        for (int round = 0; round < 5; round++) {
            String domain = domain();
            String address = "sales@" + domain;
            List<CompletableFuture<Boolean>> made =
                    Stream.of(
                                    account(address, 1),
                                    new AddressEntry.Alias(address, domain, "", "x@" + domain, 1),
                                    new AddressEntry.Group(
                                            address,
                                            domain,
                                            List.of("x@" + domain),
                                            AddressEntry.Senders.ANYONE,
                                            1,
                                            0),
                                    new AddressEntry.Forward(
                                            address, domain, "", List.of("x@far.test"), false, 1))
                            .map(entry ->
                                    CompletableFuture.supplyAsync(
                                            () -> get(directory().add(entry)),
                                            work -> Thread.ofPlatform().start(work)))
                            .toList();
            assertEquals(1, made.stream().filter(CompletableFuture::join).count());
            assertEquals(1, get(directory().inDomain(domain, 10)).size());
        }
    }

    @Test
    default void optionsOfADomainAreReplacedOnlyAsTheyWereSeen() {
        Domain before = new Domain(domain(), "", 5);
        get(directory().add(before));
        Domain next =
                before.with(
                                new Domain.Options(
                                        "x@far.test",
                                        "",
                                        "",
                                        Optional.of(
                                                new Domain.Gateway(
                                                        "mx.far.test:25",
                                                        Domain.Recipients.ASKED))))
                        .with(new Switches(Map.of(AccessSwitch.POP3, false)));
        assertTrue(get(directory().replace(before, next)));
        assertFalse(get(directory().replace(before, next)));
        assertEquals(
                Map.of(before.name(), next),
                get(directory().find(List.of(before.name()), List.of())).domains());
        Domain alias =
                new Domain(domain(), "", 6)
                        .with(new Domain.Options("", "+", before.name(), Optional.empty()));
        get(directory().add(alias));
        assertEquals(List.of(alias), get(directory().aliasDomainsOf(before.name(), 10)));
    }

    @Test
    default void aliasesOfAnAddressAreFound() {
        String domain = domain();
        AddressEntry.Alias alias =
                new AddressEntry.Alias("a@" + domain, domain, "", "b@" + domain, 1);
        get(directory().add(alias));
        assertEquals(List.of(alias), get(directory().aliasesOf("b@" + domain, 10)));
        assertEquals(List.of(), get(directory().aliasesOf("c@" + domain, 10)));
    }

    @Test
    default void aSecretIsTheSameForAll() {
        String name = AccountLogContract.id();
        byte[] first = get(directory().secret(name, new byte[] {1}));
        assertArrayEquals(first, get(directory().secret(name, new byte[] {2})));
        assertArrayEquals(new byte[] {1}, first);
    }

    @Test
    default void onlyWhatStandsThereIsReplacedOrRemoved() {
        AddressEntry.Account before = account("bob@" + domain(), 1);
        get(directory().add(before));
        AddressEntry.Account settled = before.asSettled();
        assertTrue(get(directory().unsettled("", 10_000)).contains(before));
        assertFalse(get(directory().unsettled(before.address(), 10_000)).contains(before));
        assertTrue(get(directory().replace(before, settled)));
        assertFalse(get(directory().replace(before, before.withPassword("$other", ""))));
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
