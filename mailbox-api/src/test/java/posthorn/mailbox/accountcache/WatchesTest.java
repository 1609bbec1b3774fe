package posthorn.mailbox.accountcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.QuotaLimits;

/** What watchers are told, and when. */
class WatchesTest {
    private static final String ACCOUNT = "a";
    private static final int ENTRIES = 250;

    private final FragileStores fragile = new FragileStores();
    private final Machine machine = new Machine();
    private final AccountCache accounts = fragile.accounts(machine);

    private void append(Command command) {
        accounts.execute(ACCOUNT, command).subscribe().with(result -> {});
        machine.pass(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void noMoreEventsComeThanWereAskedFor() {
        append(new Command.CreateAccount("create", QuotaLimits.NONE));
        for (int i = 1; i < ENTRIES; i++) {
            append(new Command.SetQuota("past" + i, QuotaLimits.octets(i)));
        }
        AssertSubscriber<Watches.Event> watcher =
                new Watches(accounts, ENTRIES)
                        .watch(ACCOUNT, 0)
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(0));
        machine.run();
        assertEquals(0, watcher.getItems().size());
        for (int asked = 1; asked <= ENTRIES + 1; asked++) {
            watcher.request(1);
            machine.run();
            assertEquals(asked, watcher.getItems().size());
        }
        watcher.request(1);
        machine.run();
        append(new Command.SetQuota("now", QuotaLimits.octets(1)));
        append(new Command.SetQuota("then", QuotaLimits.octets(2)));
        assertEquals(ENTRIES + 2, watcher.getItems().size());
        watcher.request(1);
        machine.run();
        assertEquals(ENTRIES + 3, watcher.getItems().size());
        assertTrue(watcher.getItems().getFirst() instanceof Watches.Event.Head);
        List<Long> numbers = new ArrayList<>();
        for (Watches.Event event : watcher.getItems()) {
            if (event instanceof Watches.Event.Next(var entry)) {
                numbers.add(entry.n());
            }
        }
        assertEquals(ENTRIES + 2, numbers.size());
        assertEquals(ENTRIES + 2L, numbers.getLast());
    }
}
