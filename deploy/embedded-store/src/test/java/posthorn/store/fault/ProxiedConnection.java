package posthorn.store.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One client connection with its own connection to the store: a command goes through, then its
 * answer comes back, with what the plan does to them. For one thread.
 */
final class ProxiedConnection {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");
    private static final Set<String> READS = Set.of("find", "getMore", "count", "aggregate");

    private final FaultProxy proxy;
    private final Random random;
    private final DataInputStream fromClient;
    private final OutputStream toClient;
    private final DataInputStream fromStore;
    private final OutputStream toStore;

    ProxiedConnection(FaultProxy proxy, Random random, Socket client, Socket store)
            throws IOException {
        this.proxy = proxy;
        this.random = random;
        this.fromClient = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        this.toClient = new BufferedOutputStream(client.getOutputStream());
        this.fromStore = new DataInputStream(new BufferedInputStream(store.getInputStream()));
        this.toStore = new BufferedOutputStream(store.getOutputStream());
    }

    /** Goes on until one side closes or a fault cuts the connection. */
    void run() throws IOException {
        for (WireFrame request = WireFrame.read(fromClient);
                request != null;
                request = WireFrame.read(fromClient)) {
            String command = request.command();
            boolean suffers = WRITES.contains(command) || READS.contains(command);
            boolean alive = suffers ? exchangeWithFaults(request) : exchange(request);
            if (!alive) {
                return;
            }
        }
    }

    private boolean exchange(WireFrame request) throws IOException {
        send(toStore, request);
        return request.moreToCome() || passAnswer(WireFrame.read(fromStore));
    }

    /** Passes an answer on, and whatever the store sends after it of its own accord. */
    private boolean passAnswer(@Nullable WireFrame first) throws IOException {
        WireFrame answer = first;
        while (answer != null) {
            send(toClient, answer);
            if (!answer.moreToCome()) {
                return true;
            }
            answer = WireFrame.read(fromStore);
        }
        return false;
    }

    private boolean exchangeWithFaults(WireFrame request) throws IOException {
        delay(Fault.DELAY_REQUEST);
        if (happens(Fault.LOSE_REQUEST)) {
            return false;
        }
        if (request.moreToCome()) {
            send(toStore, request);
            return true;
        }
        WireFrame answer = execute(request);
        if (answer == null || happens(Fault.LOSE_ANSWER)) {
            return false;
        }
        delay(Fault.DELAY_ANSWER);
        return passAnswer(answer);
    }

    private @Nullable WireFrame execute(WireFrame request) throws IOException {
        if (!request.command().equals("insert")) {
            return ask(request);
        }
        SplitInsert split = SplitInsert.of(request, random);
        if (split != null && happens(Fault.SPLIT_INSERT)) {
            return executeInParts(split);
        }
        if (happens(Fault.REPEAT_INSERT) && ask(request) == null) {
            return null;
        }
        return ask(request);
    }

    private @Nullable WireFrame executeInParts(SplitInsert split) throws IOException {
        for (int part = 0; part < split.parts(); part++) {
            delay(Fault.DELAY_REQUEST);
            WireFrame answer = ask(split.part(part));
            if (answer == null || !split.answered(part, answer)) {
                return answer;
            }
            if (part + 1 < split.parts() && happens(Fault.LOSE_REQUEST)) {
                return null;
            }
        }
        return split.answer();
    }

    private @Nullable WireFrame ask(WireFrame request) throws IOException {
        send(toStore, request);
        return WireFrame.read(fromStore);
    }

    private static void send(OutputStream out, WireFrame frame) throws IOException {
        out.write(frame.bytes());
        out.flush();
    }

    private boolean happens(Fault fault) {
        boolean chosen = random.nextDouble() < proxy.plan().share(fault);
        return chosen && proxy.count(fault);
    }

    private void delay(Fault fault) {
        long bound = proxy.plan().longestDelay().toNanos();
        if (bound > 0 && happens(fault)) {
            LockSupport.parkNanos(random.nextLong(bound));
        }
    }
}
