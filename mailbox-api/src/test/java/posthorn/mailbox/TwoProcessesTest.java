package posthorn.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.accountcache.EntryNotifier;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.TestStore;
import posthorn.protocol.wire.MessageIds;
import posthorn.store.fault.FaultPlan;
import posthorn.store.fault.FaultProxy;

/**
 * Two processes write to the same accounts at once, each through a proxy that loses, delays and
 * repeats answers and splits batches, with checkpoints and sweeps beside them. Judged only by the
 * answers that their clients had, and by what a third node reads in the end.
 */
class TwoProcessesTest {

    private static final int EACH = 150;
    private static final long SEED = 4711;

    private static TestStore store;

    @BeforeAll
    static void start() {
        store = TestStore.start();
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    void whatEitherWasToldIsTrueOnce() {
        try (MailboxDatabase database = store.connect();
                MailboxComponents node =
                        new MailboxComponents(
                                TestSettings.with(Map.of()),
                                database,
                                EntryNotifier.NONE,
                                Surroundings.alone(Optional.empty()))) {
            List<String> accounts = List.of(account(node), account(node));
            List<FaultProxy> proxies =
                    Stream.of(SEED, SEED + 1)
                            .flatMap(seed -> store.proxy(FaultPlan.everything(seed)).stream())
                            .toList();
            List<String> said = new ArrayList<>();
            List<CompletableFuture<List<String>>> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String uri = proxies.isEmpty() ? store.uri() : store.uri(proxies.get(i));
                String name = "w" + i;
                writers.add(CompletableFuture.supplyAsync(() -> run(uri, name, accounts)));
            }
            writers.forEach(writer -> said.addAll(writer.join()));
            proxies.forEach(proxy -> {
                System.out.println("seeds from " + SEED + ", faults met: " + proxy.faults());
                proxy.close();
            });
            Reading reading = new Reading(node);
            accounts.forEach(account -> check(reading.inbox(account), account, said));
        }
    }

    private static String account(MailboxComponents node) {
        String id = MessageIds.random(new java.security.SecureRandom());
        node.accounts()
                .execute(id, new Command.CreateAccount("create", QuotaLimits.NONE))
                .await()
                .atMost(Duration.ofSeconds(30));
        return id;
    }

    private static List<String> run(String uri, String name, List<String> accounts) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                uri,
                                store.name(),
                                name,
                                Integer.toString(EACH)));
        command.addAll(accounts);
        try {
            Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            try (BufferedReader output =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                List<String> lines = output.lines().toList();
                assertEquals("done", lines.getLast(), "the last line of " + name);
                return lines;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every answer that a client had is true, once; nothing is there that nobody sent. */
    private static void check(Map<Long, Reading.Message> inbox, String account, List<String> said) {
        List<Long> expunged = uids("expunged", account, said, 2);
        List<Long> flagged = uids("flagged", account, said, 2);
        List<String> delivered = lines("delivered", account, said);
        assertTrue(delivered.size() > EACH / 4, "few were delivered: " + delivered.size());
        for (String line : delivered) {
            String subject = line.split(" ")[2];
            long uid = Long.parseLong(line.split(" ")[3]);
            Reading.Message message = inbox.remove(uid);
            if (expunged.contains(uid)) {
                assertEquals(null, message, "expunged and there: " + line);
            } else if (message == null) {
                throw new AssertionError("lost: " + line);
            } else {
                assertEquals(subject, message.subject());
                assertEquals(message.size(), message.octets(), "the body of " + line);
                assertEquals(flagged.contains(uid), message.flagged(), "the flag of " + line);
            }
        }
        assertTrue(inbox.isEmpty(), "nobody sent " + inbox);
        assertFalse(expunged.isEmpty());
        assertFalse(flagged.isEmpty());
    }

    private static List<String> lines(String what, String account, List<String> said) {
        return said.stream().filter(line -> line.startsWith(what + " " + account)).toList();
    }

    private static List<Long> uids(String what, String account, List<String> said, int field) {
        return lines(what, account, said).stream()
                .map(line -> Long.valueOf(line.split(" ")[field]))
                .toList();
    }
}
