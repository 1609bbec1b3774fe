package posthorn.e2e.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;

/**
 * Clients that wait in IDLE at one pod and, when it says BYE, come to the other one, as mail
 * programs behind a Service do.
 */
final class IdleClients implements AutoCloseable {

    private static final int CLIENTS = 12;
    private static final int PATIENCE_SECONDS = 60;
    private static final String USER = MixedLoad.usersNamed(1).getFirst();

    private final MailSystem system;
    private final int other;
    private final List<RawConnection> connections = new ArrayList<>();
    private final List<CompletableFuture<Long>> told = new ArrayList<>();

    private IdleClients(MailSystem system, int other) {
        this.system = system;
        this.other = other;
    }

    /** All of them wait in IDLE at that pod. */
    static IdleClients of(MailSystem system, int pod) throws IOException {
        IdleClients clients = new IdleClients(system, (pod + 1) % system.pods());
        for (int i = 0; i < CLIENTS; i++) {
            RawConnection connection = idling(system.port(Use.IMAPS, pod));
            clients.connections.add(connection);
            CompletableFuture<Long> told = new CompletableFuture<>();
            clients.told.add(told);
            Thread.ofVirtual().start(() -> clients.comeBack(connection, told));
        }
        return clients;
    }

    private static RawConnection idling(int port) throws IOException {
        RawConnection client = RawConnection.connectTls(port);
        ReadersOfPod.awaitLine(client, "* OK");
        client.send("l LOGIN " + USER + " " + USER + "\r\n");
        ReadersOfPod.awaitLine(client, "l OK");
        client.send("s SELECT INBOX\r\n");
        ReadersOfPod.awaitLine(client, "s OK");
        client.send("i IDLE\r\n");
        ReadersOfPod.awaitLine(client, "+ ");
        return client;
    }

    /** Completes with the moment of the BYE once this client is served again, by one attempt. */
    private void comeBack(RawConnection connection, CompletableFuture<Long> told) {
        try {
            ReadersOfPod.awaitLine(connection, "* BYE");
            long at = System.nanoTime();
            idling(system.port(Use.IMAPS, other)).close();
            told.complete(at);
        } catch (IOException | AssertionError e) {
            told.completeExceptionally(e);
        }
    }

    /**
     * The pod has stopped: each was told once and came back at its first attempt, and they were
     * told over that time, not at once.
     */
    void assertToldOver(Duration spread) {
        List<Long> moments =
                told.stream()
                        .map(each -> each.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
                        .sorted()
                        .toList();
        assertEquals(CLIENTS, moments.size());
        Duration over = Duration.ofNanos(moments.getLast() - moments.getFirst());
        long crowd =
                moments.stream()
                        .mapToLong(from -> count(moments, from, spread.toNanos() / 4))
                        .max()
                        .orElseThrow();
        System.out.printf(
                "%d clients in IDLE were told over %d ms, at most %d of them in a quarter of the"
                        + " spread; each came back at its first attempt%n",
                CLIENTS, over.toMillis(), crowd);
        assertTrue(over.compareTo(spread.dividedBy(2)) > 0, () -> "told within " + over);
        assertTrue(crowd <= CLIENTS * 2 / 3, () -> crowd + " in a quarter of the spread");
    }

    private static long count(List<Long> moments, long from, long nanos) {
        return moments.stream().filter(at -> at >= from && at - from <= nanos).count();
    }

    @Override
    public void close() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }
}
