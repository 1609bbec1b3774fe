package posthorn.mailbox.accountcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Facts;
import posthorn.mailbox.account.NewMessage;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.Result;

/** What an account that is put away after a defect gives back. */
class AccountDefectTest {
    private static final String ACCOUNT = "a";

    private final FragileStores fragile = new FragileStores();
    private final Machine machine = new Machine();
    private final AccountCache accounts = fragile.accounts(machine);

    @Test
    void contentOfACommandThatIsUnderWayIsReleasedOnce() {
        accounts.execute(ACCOUNT, new Command.CreateAccount("create", QuotaLimits.NONE))
                .subscribe()
                .with(result -> {});
        machine.pass(Duration.ofSeconds(1).toNanos());
        fragile.insertsAreLost = true;
        List<String> released = new ArrayList<>();
        byte[] octets = new byte[10];
        CompletableFuture<Result> answer =
                accounts.execute(
                                ACCOUNT,
                                new Command.Deliver(
                                        "key",
                                        "INBOX",
                                        new NewMessage(
                                                "b", 10, 1, List.of(), Facts.of(new byte[] {1})),
                                        0),
                                List.of(ByteBuffer.wrap(octets)),
                                () -> released.add("b"))
                        .subscribeAsCompletionStage();
        machine.run();
        assertEquals(10, accounts.held().contentOctets());
        accounts.all()
                .forEach(account ->
                        account.adopt(state -> {
                            throw new IllegalStateException("pretended");
                        }));
        machine.pass(Duration.ofMinutes(1).toNanos());
        assertTrue(answer.isCompletedExceptionally());
        assertEquals(List.of("b"), released);
        assertEquals(0, accounts.held().contentOctets());
    }
}
