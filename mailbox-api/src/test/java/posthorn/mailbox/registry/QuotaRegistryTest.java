package posthorn.mailbox.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.QuotaUsage;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.DomainQuota;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemoryDomainQuotas;
import posthorn.mailbox.memory.MemoryMailboxes;

class QuotaRegistryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final QuotaLimits INSTALLATION = new QuotaLimits(1_000, 100);
    private static final int MANY = 50_000;
    private static final QuotaLimits DOMAIN = new QuotaLimits(500, 50);

    private final MemoryMailboxes mailboxes = new MemoryMailboxes(bodies -> bodies);
    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemoryDomainQuotas stored = new MemoryDomainQuotas();
    private String away = "";

    @BeforeEach
    void domain() {
        directory.add(new Domain("here.test", "", 1)).toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        mailboxes.close();
    }

    private Uni<Result> execute(String account, Command command) {
        return account.equals(away)
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : mailboxes.accounts().execute(account, command);
    }

    private Finisher finisher(QuotaLimits installation) {
        return new Finisher(
                directory,
                this::execute,
                InstantSource.system(),
                new DomainQuotas(stored, installation),
                account -> CompletableFuture.completedFuture(null));
    }

    private QuotaRegistry registry(QuotaLimits installation) {
        return new QuotaRegistry(
                directory,
                this::execute,
                mailboxes.accounts()::current,
                finisher(installation),
                new DomainQuotas(stored, installation));
    }

    private AddressEntry.Account entry(String id) {
        return new AddressEntry.Account(
                id + "@here.test", "here.test", id, AccountStatus.CREATING, 0, false, "", 1);
    }

    private AddressEntry.Account account(String id) {
        directory.add(entry(id)).toCompletableFuture().join();
        return finisher(INSTALLATION).finish(entry(id)).await().atMost(PATIENCE);
    }

    private QuotaLimits limits(String id) {
        return mailboxes.accounts().current(id).await().atMost(PATIENCE).head().quota().limits();
    }

    private static DomainQuota done(Uni<DirectoryOutcome<DomainQuota>> outcome) {
        return assertInstanceOf(DirectoryOutcome.Done.class, outcome.await().atMost(PATIENCE))
                                .value()
                        instanceof DomainQuota quota
                ? quota
                : DomainQuota.unwritten("", QuotaLimits.NONE);
    }

    @Test
    void accountsHaveTheLimitsOfTheirDomainUnlessTheyHaveTheirOwn() {
        QuotaRegistry registry = registry(INSTALLATION);
        AddressEntry.Account own = account("own");
        account("other");
        assertEquals(INSTALLATION, limits("other"));
        QuotaLimits three = new QuotaLimits(0, 3);
        registry.setAccount(own, Optional.of(three)).await().atMost(PATIENCE);
        assertTrue(done(registry.setDomain("here.test", Optional.of(DOMAIN))).settled());
        assertEquals(three, limits("own"));
        assertEquals(DOMAIN, limits("other"));
        account("later");
        assertEquals(DOMAIN, limits("later"));
        var holding = registry.setAccount(own, Optional.empty()).await().atMost(PATIENCE);
        assertEquals(DOMAIN, holding.quota().limits());
        assertEquals(QuotaUsage.NOTHING, holding.usage());
        done(registry.setDomain("here.test", Optional.empty()));
        assertEquals(INSTALLATION, limits("own"));
    }

    @Test
    void anotherSettingCountsForAccountsThatAreThere() {
        account("alice");
        registry(INSTALLATION).settleAll().await().atMost(PATIENCE);
        QuotaLimits more = new QuotaLimits(2_000, 0);
        registry(more).settleAll().await().atMost(PATIENCE);
        assertEquals(more, limits("alice"));
    }

    @Test
    void whoCouldNotBeToldIsToldLater() {
        QuotaRegistry registry = registry(INSTALLATION);
        account("alice");
        account("bob");
        away = "alice";
        assertFalse(done(registry.setDomain("here.test", Optional.of(DOMAIN))).settled());
        assertEquals(DOMAIN, limits("bob"));
        assertEquals(INSTALLATION, limits("alice"));
        away = "";
        registry.settleAll().await().atMost(PATIENCE);
        assertEquals(DOMAIN, limits("alice"));
        assertTrue(done(registry.ofDomain("here.test")).settled());
    }

    @Test
    void aDomainMayHaveAnyNumberOfAccounts() {
        for (int number = 0; number < MANY; number++) {
            String id = "a" + number;
            AddressEntry.Account one =
                    new AddressEntry.Account(
                            id + "@here.test",
                            "here.test",
                            id,
                            AccountStatus.ACTIVE,
                            0,
                            true,
                            "",
                            1);
            directory.add(one).toCompletableFuture().join();
        }
        AtomicInteger told = new AtomicInteger();
        QuotaRegistry registry =
                new QuotaRegistry(
                        directory,
                        (account, command) -> {
                            told.incrementAndGet();
                            return Uni.createFrom().item(new Result(1, CommandOutcome.Done.at(1)));
                        },
                        mailboxes.accounts()::current,
                        finisher(INSTALLATION),
                        new DomainQuotas(stored, INSTALLATION));
        assertTrue(done(registry.setDomain("here.test", Optional.of(DOMAIN))).settled());
        assertEquals(MANY, told.get());
    }

    @Test
    void accountThatIsBeingMadeIsTold() {
        directory.add(entry("carol")).toCompletableFuture().join();
        done(registry(INSTALLATION).setDomain("here.test", Optional.of(DOMAIN)));
        assertEquals(DOMAIN, limits("carol"));
    }

    @Test
    void domainThatIsNotThereIsRefused() {
        assertInstanceOf(
                DirectoryOutcome.Refused.class,
                registry(INSTALLATION)
                        .setDomain("far.test", Optional.of(DOMAIN))
                        .await()
                        .atMost(PATIENCE));
    }
}
