package posthorn.mailbox.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore.Kind;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.expansion.Expansion;
import posthorn.mailbox.gateway.RecipientCheck.Answer;
import posthorn.mailbox.memory.MemoryAccess;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;

/** Addresses as administrators make them, and where mail for them goes then. */
class AddressRegistryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final MemoryDirectory directory = new MemoryDirectory();
    private final AddressRegistry addresses = new AddressRegistry(directory, () -> NOW, 3);
    private final DomainOptions domains = new DomainOptions(directory);
    private final Map<String, Answer> asked = new java.util.HashMap<>();
    private final Resolver resolver =
            new Resolver(
                    directory,
                    directory,
                    new MemoryAccess(),
                    AccessRules.USUAL,
                    new Expansion.Limits(10, 100),
                    new Returns(directory, new SecureRandom(), () -> NOW, Duration.ofDays(21)),
                    (hop, address) ->
                            Uni.createFrom().item(asked.getOrDefault(address, Answer.NOT_NOW)));

    @BeforeEach
    void some() {
        domain("a.test");
        account("alice@a.test");
        account("bob@a.test");
    }

    private void domain(String name) {
        directory.add(new Domain(name, "", 1));
    }

    private void account(String address) {
        directory.add(
                new AddressEntry.Account(
                        address,
                        address.substring(address.indexOf('@') + 1),
                        "id-" + address,
                        AccountStatus.ACTIVE,
                        0,
                        true,
                        "",
                        1));
    }

    private static <T> T done(Uni<DirectoryOutcome<T>> outcome) {
        return switch (outcome.await().atMost(PATIENCE)) {
            case DirectoryOutcome.Done<T>(T value) -> value;
            case DirectoryOutcome.Refused<T> refused -> throw new AssertionError("" + refused);
        };
    }

    private static <T> Reason refused(Uni<DirectoryOutcome<T>> outcome) {
        return switch (outcome.await().atMost(PATIENCE)) {
            case DirectoryOutcome.Done<T> done -> throw new AssertionError("" + done);
            case DirectoryOutcome.Refused<T>(var reason, String error, String advice) -> {
                assertFalse(error.isBlank());
                assertFalse(advice.isBlank());
                yield reason;
            }
        };
    }

    private Resolution resolve(String address, String reversePath) {
        return resolver.resolve(new Inquiry(List.of(address), reversePath, ""))
                .await()
                .atMost(PATIENCE)
                .getFirst();
    }

    private List<Resolution.Passed> passed(String address, String reversePath) {
        return ((Resolution.Expanded) resolve(address, reversePath)).targets();
    }

    @Test
    void anAddressIsOneThingWhateverItsCase() {
        done(addresses.createAlias("Info@A.test", "alice@a.test"));
        assertEquals(Reason.CONFLICT, refused(addresses.createAlias("INFO@a.TEST", "bob@a.test")));
        assertEquals(
                Reason.CONFLICT,
                refused(addresses.createGroup("info+x@a.test", List.of("bob@a.test"), "")));
        assertEquals(
                Reason.CONFLICT,
                refused(addresses.createForward("info@a.test", List.of("x@far.test"), false)));
        domain("xn--bcher-kva.test");
        done(addresses.createForward("i@b\u00fccher.test", List.of("x@far.test"), false));
        assertEquals(
                Reason.CONFLICT,
                refused(addresses.createAlias("I@xn--bcher-kva.test", "bob@a.test")));
    }

    @Test
    void whatCannotWorkIsRefusedInWords() {
        assertEquals(Reason.INVALID, refused(addresses.createAlias("no", "bob@a.test")));
        assertEquals(Reason.INVALID, refused(addresses.createAlias("i@a.test", "no")));
        assertEquals(Reason.UNKNOWN, refused(addresses.createAlias("i@b.test", "bob@a.test")));
        assertEquals(Reason.UNKNOWN, refused(addresses.createAlias("i@a.test", "x@far.test")));
        assertEquals(Reason.INVALID, refused(addresses.createGroup("g@a.test", List.of(), "")));
        assertEquals(
                Reason.INVALID,
                refused(addresses.createGroup("g@a.test", List.of("G@a.test"), "")));
        assertEquals(
                Reason.INVALID,
                refused(addresses.createGroup("g@a.test", List.of("bob@a.test"), "nobody")));
        assertEquals(
                Reason.UNKNOWN,
                refused(addresses.createGroup("g@a.test", List.of("typo@a.test"), "")));
        assertEquals(
                Reason.INVALID,
                refused(
                        addresses.createGroup(
                                "g@a.test",
                                List.of("a@far.test", "b@far.test", "c@far.test", "d@far.test"),
                                "")));
        assertEquals(
                Reason.UNKNOWN,
                refused(addresses.createForward("f@a.test", List.of("x@far.test"), true)));
        assertEquals(Reason.CONFLICT, refused(addresses.createListed("x@a.test")));
    }

    @Test
    void aGroupChangesAndGoesWhenNothingLeadsToIt() {
        done(addresses.createGroup("g@a.test", List.of("bob@a.test"), "members"));
        AddressEntry.Group changed =
                done(
                        addresses.changeGroup(
                                "G@a.test", before -> List.of("alice@a.test", "x@far.test"), null));
        assertEquals(AddressEntry.Senders.MEMBERS, changed.senders());
        assertEquals(
                AddressEntry.Senders.ANYONE,
                done(addresses.changeGroup("g@a.test", before -> before, "anyone")).senders());
        assertEquals(
                Reason.INVALID,
                refused(addresses.changeGroup("g@a.test", before -> List.of(), null)));
        done(addresses.createAlias("i@a.test", "g@a.test"));
        assertEquals(Reason.CONFLICT, refused(addresses.removeGroup("g@a.test")));
        assertEquals(Reason.UNKNOWN, refused(addresses.removeGroup("i@a.test")));
        done(addresses.removeAlias("i@a.test"));
        done(addresses.removeGroup("g@a.test"));
        assertEquals(
                List.of(),
                addresses.entries(List.of(Kind.GROUP), "", "", 10).await().atMost(PATIENCE));
    }

    @Test
    void anAccountSendsItsMailOnOnce() {
        done(addresses.createForward("Alice@a.test", List.of("x@far.test"), true));
        assertEquals(
                Reason.CONFLICT,
                refused(addresses.createForward("alice@a.test", List.of("y@far.test"), false)));
        assertEquals(
                1,
                addresses
                        .entries(List.of(Kind.FORWARD, Kind.ACCOUNT_FORWARD), "A.test", "", 10)
                        .await()
                        .atMost(PATIENCE)
                        .size());
        done(addresses.removeForward("alice@a.test"));
        assertEquals(Reason.UNKNOWN, refused(addresses.removeForward("alice@a.test")));
    }

    @Test
    void whatLeavesForAnotherHostComesFromUsAndItsReturnsGoBack() {
        done(addresses.createForward("alice@a.test", List.of("x@far.test"), true));
        List<Resolution.Passed> copies = passed("alice@a.test", "joe@from.test");
        assertEquals(
                new Resolution.Passed("alice@a.test", "id-alice@a.test", "", ""),
                copies.getFirst());
        Resolution.Passed away = copies.getLast();
        assertEquals("x@far.test", away.address());
        assertEquals("alice@a.test", away.deliveredTo());
        String rewritten = away.reversePath();
        assertEquals("SRS0=", rewritten.substring(0, 5));
        assertEquals("=from.test=joe@a.test", rewritten.substring(rewritten.indexOf("=from")));
        assertEquals(
                new Resolution.Expanded(
                        List.of(new Resolution.Passed("joe@from.test", "", "", "")), true),
                resolve(rewritten, ""));
        assertEquals(new Resolution.UnknownUser(), resolve(rewritten.replace("joe", "jim"), ""));
        assertEquals("", passed("alice@a.test", "").getLast().reversePath());
        assertEquals("", passed("alice@a.test", "bob@a.test").getLast().reversePath());
    }

    private Uni<DirectoryOutcome<Domain>> catchAll(String domain, String address) {
        return domains.set(domain, new DomainOptions.Change(address, null, null, null, null));
    }

    private Uni<DirectoryOutcome<Domain>> tags(String domain, String tags) {
        return domains.set(domain, new DomainOptions.Change(null, tags, null, null, null));
    }

    private Uni<DirectoryOutcome<Domain>> aliasOf(String domain, String other) {
        return domains.set(domain, new DomainOptions.Change(null, null, other, null, null));
    }

    private Uni<DirectoryOutcome<Domain>> gateway(
            String domain, @Nullable String hop, @Nullable String recipients) {
        return domains.set(domain, new DomainOptions.Change(null, null, null, hop, recipients));
    }

    private String account(String address, String reversePath) {
        return ((Resolution.Local) resolve(address, reversePath)).account().address();
    }

    @Test
    void aDomainIsAnAliasOfOneWithAddresses() {
        domain("b.test");
        domain("c.test");
        done(aliasOf("B.test", "a.test"));
        assertEquals("alice@a.test", account("alice@b.test", ""));
        assertEquals(Reason.CONFLICT, refused(addresses.createAlias("i@b.test", "bob@a.test")));
        assertEquals(Reason.CONFLICT, refused(aliasOf("c.test", "b.test")));
        assertEquals(Reason.CONFLICT, refused(aliasOf("a.test", "c.test")));
        done(aliasOf("b.test", ""));
        assertEquals(new Resolution.UnknownUser(), resolve("alice@b.test", ""));
    }

    @Test
    void aDomainHasACatchAllAndTagsOfItsOwn() {
        domain("c.test");
        assertEquals(Reason.CONFLICT, refused(catchAll("c.test", "typo@a.test")));
        done(catchAll("c.test", "Bob@a.test"));
        done(tags("c.test", ""));
        assertEquals("bob@a.test", account("any+x@c.test", ""));
        assertEquals(Reason.INVALID, refused(tags("c.test", "++")));
        assertEquals(Reason.UNKNOWN, refused(catchAll("no.test", "")));
    }

    @Test
    void aDomainHasItsMailboxesElsewhere() {
        domain("c.test");
        assertEquals(Reason.INVALID, refused(gateway("c.test", "no host", null)));
        assertEquals(Reason.INVALID, refused(gateway("c.test", null, "all")));
        assertEquals(Reason.CONFLICT, refused(gateway("a.test", "mx.test", null)));
        done(gateway("c.test", "mx.test", null));
        assertEquals(new Resolution.UnknownUser(), resolve("x@c.test", ""));
        done(addresses.createListed("x@c.test"));
        assertEquals(new Resolution.Elsewhere("mx.test:25"), resolve("x@c.test", ""));
        done(gateway("c.test", "[192.0.2.1]:2525", "asked"));
        asked.put("in@c.test", Answer.TAKEN);
        asked.put("out@c.test", Answer.REFUSED);
        assertEquals(new Resolution.Elsewhere("[192.0.2.1]:2525"), resolve("in@c.test", ""));
        assertEquals(new Resolution.UnknownUser(), resolve("out@c.test", ""));
        assertEquals(new Resolution.NotKnownNow(), resolve("who@c.test", ""));
        done(gateway("c.test", "", null));
        assertEquals(new Resolution.UnknownUser(), resolve("in@c.test", ""));
    }

    @Test
    void whoseAnAddressIs() {
        done(addresses.createAlias("info@a.test", "bob@a.test"));
        done(addresses.createForward("bob@a.test", List.of("x@far.test"), false));
        List<String> owners =
                resolver
                        .owners(
                                List.of(
                                        "Info@a.test",
                                        "bob+x@a.test",
                                        "postmaster@a.test",
                                        "x@far.test",
                                        "no address"))
                        .await()
                        .atMost(PATIENCE)
                        .stream()
                        .map(owner -> owner.map(AddressEntry.Account::address).orElse("nobody"))
                        .toList();
        assertEquals(
                List.of("bob@a.test", "bob@a.test", "alice@a.test", "nobody", "nobody"), owners);
    }

    @Test
    void thePostmasterIsAlwaysTaken() {
        assertEquals(
                "alice@a.test",
                ((Resolution.Local) resolve("Postmaster@a.test", "")).account().address());
        done(addresses.createAlias("postmaster@a.test", "bob@a.test"));
        domain("b.test");
        done(domains.set("b.test", new DomainOptions.Change(null, null, "a.test", null, null)));
        for (String address : List.of("postmaster@a.test", "POSTMASTER@b.test", "postmaster")) {
            assertEquals(
                    "bob@a.test", ((Resolution.Local) resolve(address, "")).account().address());
        }
    }
}
