package posthorn.mailbox.accountcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.log.AppendSettings;
import posthorn.mailbox.account.log.Appender;

/** Nobody sees an account of a restored installation with the UIDVALIDITYs that it had. */
class RestoredAccountTest {

    private static final String ACCOUNT = "a";
    private static final long FROM = 3_000_000_000L;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FragileStores fragile = new FragileStores();
    private final Machine machine = new Machine();
    private int ids;

    private AccountCache cache(long from) {
        AppendSettings base = AppendSettings.DEFAULT;
        AppendSettings settings = base.with(base.limits().withUidValidityFrom(from));
        return new AccountCache(
                fragile.stores(),
                () -> new Appender(settings, () -> "p" + ++ids, UnaryOperator.identity()),
                EntryNotifier.NONE,
                machine,
                new AccountCache.Limits(1000, 1L << 40));
    }

    private <T> T get(Uni<T> call) {
        CompletableFuture<T> answer = call.subscribeAsCompletionStage();
        for (int i = 0; i < 20 && !answer.isDone(); i++) {
            machine.pass(SECOND);
        }
        assertTrue(answer.isDone(), "there is no answer");
        return answer.join();
    }

    @Test
    void whoeverAsksGetsItRenumbered() {
        get(cache(0).execute(ACCOUNT, new Command.CreateAccount("new", QuotaLimits.NONE)));
        AccountCache restored = cache(FROM);

        AccountState state = get(restored.current(ACCOUNT));

        assertEquals(2, state.n());
        assertTrue(state.mailboxes().stream().allMatch(each -> each.head().uidValidity() >= FROM));
        assertEquals(2, get(restored.known(ACCOUNT)).n());
        assertEquals(2, get(cache(FROM).current(ACCOUNT)).n());
    }

    @Test
    void twoPodsRenumberItOnce() {
        get(cache(0).execute(ACCOUNT, new Command.CreateAccount("new", QuotaLimits.NONE)));
        CompletableFuture<AccountState> one =
                cache(FROM).current(ACCOUNT).subscribeAsCompletionStage();
        CompletableFuture<AccountState> other =
                cache(FROM).current(ACCOUNT).subscribeAsCompletionStage();
        for (int i = 0; i < 20 && !(one.isDone() && other.isDone()); i++) {
            machine.pass(SECOND);
        }

        assertEquals(2, one.join().n());
        assertEquals(2, other.join().n());
    }
}
