package posthorn.mailbox.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.RefusalReason;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemoryDomainQuotas;
import posthorn.mailbox.memory.MemoryOutside;
import posthorn.mailbox.outside.OutsideDirectory;
import posthorn.mailbox.outside.RememberedOutside;

class OutsideLookupTest {

    private final MemoryDirectory store = new MemoryDirectory();
    private final MemoryOutside there =
            new MemoryOutside().with("alice@a.example", "info@a.example", "secret");
    private final List<Command> logged = new CopyOnWriteArrayList<>();
    private final OutsideLookup lookup = lookup(there);

    private OutsideLookup lookup(OutsideDirectory outside) {
        return new OutsideLookup(
                store,
                outside,
                new Finisher(
                        store,
                        (account, command) -> {
                            logged.add(command);
                            return Uni.createFrom()
                                    .item(
                                            new Result(
                                                    1,
                                                    new CommandOutcome.Refused(
                                                            RefusalReason.NOT_ALLOWED,
                                                            "whatever it says")));
                        },
                        () -> Instant.EPOCH,
                        new DomainQuotas(new MemoryDomainQuotas(), QuotaLimits.NONE),
                        account -> CompletableFuture.completedStage(null)),
                () -> Instant.EPOCH,
                new Random(1));
    }

    @BeforeEach
    void addDomains() {
        store.add(new Domain("a.example", "", 1));
        store.add(new Domain("b.example", "", 1));
    }

    private Optional<AddressEntry> entry(String address) {
        String domain = address.substring(address.indexOf('@') + 1);
        return Optional.ofNullable(
                get(lookup.find(List.of(domain), List.of(address))).entries().get(address));
    }

    private AddressEntry.Account account(String address) {
        return assertInstanceOf(AddressEntry.Account.class, entry(address).orElseThrow());
    }

    @Test
    void anAccountGetsItsMailboxesWhenItIsMetForTheFirstTime() {
        AddressEntry.Account first = account("alice@a.example");
        assertEquals(AccountStatus.ACTIVE, first.state());
        assertTrue(first.isOutside());
        assertEquals(first, account("alice@a.example"));
        assertEquals(List.of(new Command.CreateAccount("create", QuotaLimits.NONE)), logged);
    }

    @Test
    void anotherAddressIsAnAliasOfTheAccount() {
        AddressEntry.Alias alias =
                assertInstanceOf(AddressEntry.Alias.class, entry("info@a.example").orElseThrow());
        assertEquals("alice@a.example", alias.target());
        assertEquals(account("alice@a.example").account(), alias.account());
    }

    @Test
    void whatIsOursGoesFirst() {
        AddressEntry.Alias own =
                new AddressEntry.Alias("info@a.example", "a.example", "", "x@b.example", 1);
        get(store.add(own));
        assertEquals(Optional.of(own), entry("info@a.example"));
        assertEquals(0, there.questions());
    }

    @Test
    void domainsThatAreNotThereAreNotAskedFor() {
        assertEquals(Optional.empty(), entry("alice@b.example"));
        assertEquals(Optional.empty(), entry("alice@elsewhere.example"));
        assertEquals(0, there.questions());
        assertEquals(Optional.empty(), entry("nobody@a.example"));
        assertEquals(1, there.questions());
    }

    @Test
    void whoIsGoneThereIsDisabledHereUntilBack() {
        String id = account("alice@a.example").account();
        there.without("alice@a.example");
        assertEquals(AccountStatus.DISABLED, account("alice@a.example").state());
        assertEquals(AccountStatus.DISABLED, get(lookup.account(id)).orElseThrow().state());
        there.with("alice@a.example", "info@a.example", "secret");
        assertEquals(AccountStatus.ACTIVE, account("alice@a.example").state());
    }

    @Test
    void anOutageIsNotAnAnswer() {
        account("alice@a.example");
        there.away(true);
        assertThrows(AssertionError.class, () -> entry("alice@a.example"));
        assertThrows(AssertionError.class, () -> entry("nobody@a.example"));
    }

    @Test
    void answersAreRememberedAndFailuresAreNot() {
        long[] now = {0};
        RememberedOutside remembered =
                new RememberedOutside(there, 10, Duration.ofSeconds(60), () -> now[0]);
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    1, get(remembered.find(List.of("alice@a.example", "no@a.example"))).size());
        }
        assertEquals(1, there.questions());
        now[0] = Duration.ofSeconds(61).toNanos();
        there.away(true);
        assertThrows(AssertionError.class, () -> get(remembered.find(List.of("alice@a.example"))));
        there.away(false);
        assertEquals(1, get(remembered.find(List.of("alice@a.example"))).size());
        assertEquals(3, there.questions());
    }
}
