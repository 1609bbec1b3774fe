package posthorn.mailbox;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.FlagMode;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.accountcache.EntryNotifier;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.TestStore;
import posthorn.protocol.wire.DeliverRequest;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.health.TaskWatch;

/**
 * A process of its own with a whole node in it: it delivers messages to accounts, marks and
 * expunges some of them, asks again under the same key when it had no answer, and writes down each
 * answer that it had.
 *
 * <p>Arguments: uri, database, name, how many, accounts. Lines of output: {@code delivered account
 * subject uid}, {@code flagged account uid}, {@code expunged account uid}, and at the end {@code
 * done}.
 */
public final class Writer {

    private static final int AT_ONCE = 8;

    private final MailboxComponents node;
    private final String name;
    private final List<String> accounts;

    private Writer(MailboxComponents node, String name, List<String> accounts) {
        this.node = node;
        this.name = name;
        this.accounts = accounts;
    }

    public static void main(String[] args) throws InterruptedException {
        MailboxSettings settings =
                TestSettings.with(
                        Map.of(
                                "account-cache.checkpoint-entries",
                                "20",
                                "history.sweep-interval",
                                "1s"));
        try (MailboxDatabase database = TestStore.connect(args[0], args[1]);
                MailboxComponents node =
                        new MailboxComponents(
                                settings,
                                database,
                                EntryNotifier.NONE,
                                Surroundings.alone(Optional.empty()))) {
            node.start(
                    new PeriodicTasks("mailbox-api", new SimpleMeterRegistry(), new TaskWatch()));
            Writer writer = new Writer(node, args[2], List.of(args).subList(4, args.length));
            writer.write(Integer.parseInt(args[3]));
            print("done");
        }
        // Threads of libraries outlive the node.
        System.exit(0);
    }

    private void write(int count) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < count; i++) {
                int ordinal = i;
                threads.execute(() -> one(ordinal));
            }
            threads.shutdown();
            if (!threads.awaitTermination(4, TimeUnit.MINUTES)) {
                throw new IllegalStateException("it takes too long");
            }
        }
    }

    private void one(int ordinal) {
        Random random = new Random(ordinal);
        String account = accounts.get(ordinal / 3 % accounts.size());
        String subject = name + "-" + ordinal;
        CommandOutcome.Done delivered =
                done(() -> deliver(account, subject, random.nextInt(40_000)));
        long uid = delivered.uids().first(0);
        print("delivered " + account + " " + subject + " " + uid);
        long mailbox = delivered.mailbox();
        if (ordinal % 3 == 0) {
            return;
        }
        boolean expunge = ordinal % 3 == 1;
        String flag = expunge ? "\\Deleted" : "\\Flagged";
        done(() ->
                execute(
                        account,
                        new Command.StoreFlags(
                                subject + "/flag",
                                mailbox,
                                UidSet.of(uid),
                                FlagMode.ADD,
                                List.of(flag),
                                java.util.OptionalLong.empty())));
        if (!expunge) {
            print("flagged " + account + " " + uid);
            return;
        }
        done(() ->
                execute(
                        account,
                        new Command.Expunge(subject + "/expunge", mailbox, UidSet.of(uid))));
        print("expunged " + account + " " + uid);
    }

    private Result execute(String account, Command command) {
        return node.accounts().execute(account, command).await().atMost(Duration.ofMinutes(1));
    }

    private Result deliver(String account, String subject, int octets) {
        String message = "Subject: " + subject + "\r\n\r\n" + "x".repeat(octets) + "\r\n";
        return node.intake()
                .deliver(
                        DeliverRequest.newBuilder()
                                .setAccount(account)
                                .setKey(subject + "/0")
                                .setInline(ByteString.copyFromUtf8(message))
                                .setFirstAttempt(System.currentTimeMillis())
                                .build())
                .await()
                .atMost(Duration.ofMinutes(1));
    }

    /** As a client does: no answer means the same again, under the same key. */
    private static CommandOutcome.Done done(java.util.function.Supplier<Result> call) {
        while (true) {
            try {
                Result result = call.get();
                if (result.outcome() instanceof CommandOutcome.Done done) {
                    return done;
                }
                throw new AssertionError("refused: " + result);
            } catch (RuntimeException noAnswer) {
                System.err.println("again: " + noAnswer);
            }
        }
    }

    private static synchronized void print(String line) {
        System.out.println(line);
    }
}
