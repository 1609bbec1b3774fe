package posthorn.mailbox.expansion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressEntry.Senders;
import posthorn.mailbox.directory.AddressLookup.Found;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.Switches;
import posthorn.mailbox.expansion.Expansion.Purpose;
import posthorn.mailbox.expansion.Outcome.Target;
import posthorn.protocol.smtp.Mailbox;

class ExpansionTest {

    private static final Expansion.Limits LIMITS = new Expansion.Limits(5, 50);

    private final Map<String, Domain> domains = new HashMap<>();
    private final Map<String, AddressEntry> entries = new HashMap<>();
    private final Map<String, AddressEntry.Forward> forwards = new HashMap<>();
    private final Map<String, AccountAccess> access = new HashMap<>();
    private AccessRules rules = AccessRules.USUAL;
    private int rounds;

    ExpansionTest() {
        domain("a.test", Domain.Options.USUAL);
    }

    private void domain(String name, Domain.Options options) {
        domains.put(name, new Domain(name, "", 0).with(options));
    }

    private static String right(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    private void account(String address, AccountStatus state) {
        entries.put(
                address,
                new AddressEntry.Account(
                        address, right(address), "id-" + address, state, 0, true, "", 0));
    }

    private void account(String address) {
        account(address, AccountStatus.ACTIVE);
    }

    private void alias(String address, String target) {
        String account = entries.get(target) instanceof AddressEntry.Account a ? a.account() : "";
        entries.put(address, new AddressEntry.Alias(address, right(address), account, target, 0));
    }

    private void group(String address, Senders senders, String... members) {
        entries.put(
                address,
                new AddressEntry.Group(address, right(address), List.of(members), senders, 0, 0));
    }

    private void forward(String address, boolean keep, String... targets) {
        if (entries.get(address) instanceof AddressEntry.Account account) {
            forwards.put(
                    address,
                    new AddressEntry.Forward(
                            address, right(address), account.account(), List.of(targets), keep, 0));
        } else {
            entries.put(
                    address,
                    new AddressEntry.Forward(
                            address, right(address), "", List.of(targets), keep, 0));
        }
    }

    private Outcome walk(String address, String sender, Purpose purpose) {
        Expansion walk =
                new Expansion(Mailbox.parse(address).orElseThrow(), sender, LIMITS, rules, purpose);
        rounds = 0;
        while (!walk.addresses().isEmpty() || !walk.accounts().isEmpty()) {
            rounds++;
            Map<String, Domain> foundDomains = new HashMap<>(domains);
            foundDomains.keySet().retainAll(walk.domains());
            Map<String, AddressEntry> found = new HashMap<>(entries);
            found.keySet().retainAll(walk.addresses());
            Map<String, AddressEntry.Forward> sentOn = new HashMap<>(forwards);
            sentOn.keySet().retainAll(walk.addresses());
            Map<String, AccountAccess> setUp = new HashMap<>(access);
            setUp.keySet().retainAll(walk.accounts());
            walk.feed(new Found(foundDomains, found, sentOn), setUp);
        }
        return walk.outcome();
    }

    /** As a text: accounts by address, others with whom they come by in brackets. */
    private String reached(String address, String sender) {
        return switch (walk(address, sender, Purpose.DELIVERY)) {
            case Outcome.Reaches(List<Target> targets) ->
                    targets.stream().map(ExpansionTest::text).collect(Collectors.joining(" "));
            case Outcome.Disabled(var account) -> "disabled " + account.address();
            case Outcome.NotAllowed() -> "not allowed";
            case Outcome.Unknown() -> "unknown";
            case Outcome.Failed() -> "failed";
        };
    }

    private String reached(String address) {
        return reached(address, "");
    }

    private static String text(Target target) {
        return switch (target) {
            case Target.Local(var account) -> account.address();
            case Target.Remote(String address, String via, var gateway) ->
                    address
                            + "["
                            + via
                            + "]"
                            + (gateway == null
                                    ? ""
                                    : "at " + gateway.nextHop() + (gateway.ask() ? "?" : ""));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "alice@a.test, alice@a.test",
        "ALICE@A.TEST, alice@a.test",
        "alice+news@a.test, alice@a.test",
        "jürgen@a.test, jürgen@a.test",
        "JÜRGEN@A.test, jürgen@a.test",
        "nobody@a.test, unknown",
        "Bob@Far.test, Bob@Far.test[]"
    })
    void oneAddressIsOneThing(String address, String reached) {
        account("alice@a.test");
        account("jürgen@a.test");
        assertEquals(reached, reached(address));
        assertEquals(1, rounds, "one read");
    }

    @Test
    void theChainEndsWhereItLeads() {
        account("alice@a.test");
        account("bob@a.test");
        forward("away@a.test", false, "x@far.test", "alice@a.test");
        group("team@a.test", Senders.ANYONE, "bob@a.test", "away@a.test", "y@far.test");
        alias("info@a.test", "team@a.test");
        assertEquals(
                "bob@a.test y@far.test[team@a.test] x@far.test[away@a.test] alice@a.test",
                reached("info@a.test"));
    }

    @Test
    void accountThatMayNotPassMailOnGetsItItself() {
        account("alice@a.test");
        account("bob@a.test");
        forward("alice@a.test", false, "x@far.test");
        forward("bob@a.test", true, "y@far.test");
        forward("away@a.test", false, "alice@a.test", "z@far.test");
        Switches off = new Switches(Map.of(AccessSwitch.FORWARDING, false));
        access.put("id-alice@a.test", AccountAccess.usual("id-alice@a.test").with(off));
        assertEquals("alice@a.test", reached("alice@a.test"));
        assertEquals("bob@a.test y@far.test[bob@a.test]", reached("bob@a.test"));
        assertEquals("z@far.test[away@a.test] alice@a.test", reached("away@a.test"));
        domains.computeIfPresent("a.test", (_, domain) -> domain.with(off));
        assertEquals("bob@a.test", reached("bob@a.test"));
        access.put(
                "id-alice@a.test",
                AccountAccess.usual("id-alice@a.test")
                        .with(new Switches(Map.of(AccessSwitch.FORWARDING, true))));
        assertEquals("x@far.test[alice@a.test]", reached("alice@a.test"));
        rules = new AccessRules(off, Duration.ZERO, "");
        domain("a.test", Domain.Options.USUAL);
        assertEquals("bob@a.test", reached("bob@a.test"));
    }

    @Test
    void anAccountKeepsACopyOrNot() {
        account("alice@a.test");
        account("bob@a.test");
        forward("alice@a.test", true, "x@far.test");
        forward("bob@a.test", false, "y@far.test");
        assertEquals("alice@a.test x@far.test[alice@a.test]", reached("alice@a.test"));
        assertEquals("y@far.test[bob@a.test]", reached("bob@a.test"));
    }

    @Test
    void eachIsReachedOnce() {
        account("alice@a.test");
        alias("ali@a.test", "alice@a.test");
        group("one@a.test", Senders.ANYONE, "alice@a.test", "ali@a.test", "X@far.test");
        group("two@a.test", Senders.ANYONE, "one@a.test", "X@FAR.test", "alice+x@a.test");
        assertEquals("alice@a.test X@FAR.test[two@a.test]", reversed(reached("two@a.test")));
    }

    /** What comes first depends on the round; that is not what is tested here. */
    private static String reversed(String text) {
        List<String> words = List.of(text.split(" "));
        return words.getFirst().startsWith("alice") ? text : String.join(" ", words.reversed());
    }

    @Test
    void loopsEnd() {
        account("alice@a.test");
        account("bob@a.test");
        forward("alice@a.test", true, "bob@a.test");
        forward("bob@a.test", true, "alice@a.test");
        assertEquals("alice@a.test bob@a.test", reached("alice@a.test"));
        group("one@a.test", Senders.ANYONE, "two@a.test");
        group("two@a.test", Senders.ANYONE, "one@a.test", "alice@a.test");
        assertEquals("alice@a.test bob@a.test", reached("one@a.test"));
        forward("x@a.test", false, "y@a.test");
        forward("y@a.test", false, "x@a.test");
        assertEquals("failed", reached("x@a.test"), "it leads to nobody");
        alias("p@a.test", "q@a.test");
        alias("q@a.test", "p@a.test");
        assertEquals("unknown", reached("p@a.test"));
    }

    @Test
    void whatIsTooDeepOrTooLargeFails() {
        account("end@a.test");
        for (int i = 0; i < 7; i++) {
            forward("f" + i + "@a.test", false, i == 6 ? "end@a.test" : "f" + (i + 1) + "@a.test");
        }
        assertEquals("failed", reached("f0@a.test"));
        assertEquals("end@a.test", reached("f3@a.test"));
        group(
                "big@a.test",
                Senders.ANYONE,
                IntStream.range(0, 51).mapToObj(i -> "u" + i + "@far.test").toArray(String[]::new));
        assertEquals("failed", reached("big@a.test"));
    }

    @Test
    void groupsAreForThoseWhoMaySendToThem() {
        account("alice@a.test");
        account("bob@a.test");
        group("users@a.test", Senders.USERS, "alice@a.test");
        group("members@a.test", Senders.MEMBERS, "alice@a.test");
        group("outer@a.test", Senders.ANYONE, "members@a.test");
        alias("m@a.test", "members@a.test");
        assertEquals("not allowed", reached("users@a.test"));
        assertEquals("alice@a.test", reached("users@a.test", "id-bob@a.test"));
        assertEquals("not allowed", reached("members@a.test", "id-bob@a.test"));
        assertEquals("not allowed", reached("m@a.test", "id-bob@a.test"));
        assertEquals("alice@a.test", reached("members@a.test", "id-alice@a.test"));
        assertEquals("alice@a.test", reached("outer@a.test"), "the outer one decides");
    }

    @Test
    void disabledAccountsTakeNothing() {
        account("alice@a.test", AccountStatus.DISABLED);
        account("bob@a.test");
        account("new@a.test", AccountStatus.CREATING);
        alias("ali@a.test", "alice@a.test");
        group("team@a.test", Senders.ANYONE, "alice@a.test", "bob@a.test");
        assertEquals("disabled alice@a.test", reached("alice@a.test"));
        assertEquals("disabled alice@a.test", reached("ali@a.test"));
        assertEquals("bob@a.test", reached("team@a.test"));
        assertEquals("unknown", reached("new@a.test"));
    }

    @Test
    void anAliasIsOfTheAccountThatItWasMadeFor() {
        account("alice@a.test");
        alias("ali@a.test", "alice@a.test");
        entries.put(
                "alice@a.test",
                new AddressEntry.Account(
                        "alice@a.test", "a.test", "another", AccountStatus.ACTIVE, 0, true, "", 0));
        assertEquals("unknown", reached("ali@a.test"));
        forward("alice2@a.test", false, "x@far.test");
        alias("ali2@a.test", "alice2@a.test");
        account("alice2@a.test");
        assertEquals("unknown", reached("ali2@a.test"));
    }

    @Test
    void aDomainReadsItsAddressesItsOwnWay() {
        account("alice@a.test");
        account("all@a.test");
        domain("b.test", new Domain.Options("", "+", "a.test", Optional.empty()));
        domain("dash.test", new Domain.Options("", "-", "", Optional.empty()));
        domain("none.test", new Domain.Options("", "", "", Optional.empty()));
        domain("catch.test", new Domain.Options("all@a.test", "+", "", Optional.empty()));
        account("x@dash.test");
        account("x@none.test");
        account("x@catch.test");
        assertEquals("alice@a.test", reached("Alice+t@b.test"));
        assertEquals("unknown", reached("nobody@b.test"));
        assertEquals("x@dash.test", reached("x-t@dash.test"));
        assertEquals("unknown", reached("x+t@dash.test"));
        assertEquals("unknown", reached("x+t@none.test"));
        assertEquals("x@catch.test", reached("x+t@catch.test"));
        assertEquals("all@a.test", reached("whoever@catch.test"));
        domain("far.test", new Domain.Options("y@gone.test", "+", "", Optional.empty()));
        assertEquals("y@gone.test[who@far.test]", reached("who@far.test"));
        domain("loop.test", new Domain.Options("z@loop.test", "+", "", Optional.empty()));
        assertEquals("unknown", reached("who@loop.test"));
    }

    @Test
    void anotherHostHasTheMailboxes() {
        domain("listed.test", gateway(Domain.Recipients.LISTED));
        domain("asked.test", gateway(Domain.Recipients.ASKED));
        domain("all.test", gateway(Domain.Recipients.ALL));
        entries.put("x@listed.test", new AddressEntry.Listed("x@listed.test", "listed.test", 0));
        alias("i@listed.test", "x@listed.test");
        assertEquals("X@listed.test[]at mx:25", reached("X@listed.test"));
        assertEquals("x@listed.test[]at mx:25", reached("i@listed.test"));
        assertEquals("unknown", reached("y@listed.test"));
        assertEquals("y@asked.test[]at mx:25?", reached("y@asked.test"));
        assertEquals("y@all.test[]at mx:25", reached("y@all.test"));
        group("g@a.test", Senders.ANYONE, "y@all.test");
        assertEquals("y@all.test[g@a.test]at mx:25", reached("g@a.test"));
    }

    private static Domain.Options gateway(Domain.Recipients recipients) {
        return new Domain.Options(
                "", "+", "", Optional.of(new Domain.Gateway("mx:25", recipients)));
    }

    @Test
    void whoseAnAddressIsDoesNotDependOnWhereItsMailGoes() {
        account("alice@a.test", AccountStatus.DISABLED);
        alias("ali@a.test", "alice@a.test");
        forward("alice@a.test", false, "x@far.test");
        group("g@a.test", Senders.ANYONE, "alice@a.test");
        domain("b.test", new Domain.Options("ali@a.test", "+", "", Optional.empty()));
        for (String own : List.of("alice@a.test", "ali+t@a.test", "who@b.test")) {
            Outcome outcome = walk(own, "", Purpose.OWNER);
            assertEquals(
                    "alice@a.test",
                    outcome instanceof Outcome.Reaches(List<Target> targets)
                            ? text(targets.getFirst())
                            : outcome.toString());
        }
        assertEquals(new Outcome.Unknown(), walk("g@a.test", "", Purpose.OWNER));
        assertEquals(new Outcome.Unknown(), walk("x@far.test", "", Purpose.OWNER));
    }
}
