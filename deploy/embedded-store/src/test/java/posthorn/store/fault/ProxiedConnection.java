package posthorn.store.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * One client connection with its own connection to the store: a command goes through, then its
 * answer comes back, with what the plan does to them. For one thread.
 */
final class ProxiedConnection {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");
    private static final Set<String> READS = Set.of("find", "getMore", "count", "aggregate");
    private static final BsonInt32 SMALL_BATCH = new BsonInt32(2);

    private final FaultProxy proxy;
    private final Random random;
    private final DataInputStream fromClient;
    private final OutputStream toClient;
    private final StoreLink store;

    ProxiedConnection(FaultProxy proxy, Random random, Socket client, Socket server)
            throws IOException {
        this.proxy = proxy;
        this.random = random;
        this.fromClient = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        this.toClient = new BufferedOutputStream(client.getOutputStream());
        this.store =
                new StoreLink(
                        new DataInputStream(new BufferedInputStream(server.getInputStream())),
                        new BufferedOutputStream(server.getOutputStream()));
    }

    /** Goes on until one side closes or a fault cuts the connection. */
    void run() throws IOException {
        for (WireFrame request = WireFrame.read(fromClient);
                request != null;
                request = WireFrame.read(fromClient)) {
            String command = request.command();
            boolean alive =
                    WRITES.contains(command)
                            ? write(request)
                            : READS.contains(command) ? read(request) : exchange(request);
            if (!alive) {
                return;
            }
        }
    }

    private boolean exchange(WireFrame request) throws IOException {
        store.send(request);
        return request.moreToCome() || passAnswer(store.receive());
    }

    /** Passes an answer on, and whatever the store sends after it of its own accord. */
    private boolean passAnswer(@Nullable WireFrame first) throws IOException {
        WireFrame answer = first;
        while (answer != null) {
            toClient.write(answer.bytes());
            toClient.flush();
            if (!answer.moreToCome()) {
                return true;
            }
            answer = store.receive();
        }
        return false;
    }

    private boolean read(WireFrame request) throws IOException {
        delay(Fault.DELAY_REQUEST);
        if (happens(Fault.LOSE_REQUEST)) {
            return false;
        }
        if (happens(Fault.NOT_PRIMARY)) {
            return passAnswer(Answer.notPrimary(request));
        }
        // What no majority has is seen by those alone who do not ask for one.
        if (isForMajority(request)) {
            proxy.majority().lock();
            try {
                return passLater(store.ask(inBatches(request)));
            } finally {
                proxy.majority().unlock();
            }
        }
        return passLater(store.ask(inBatches(request)));
    }

    private static boolean isForMajority(WireFrame request) {
        BsonDocument concern = request.body().getDocument("readConcern", new BsonDocument());
        String level = concern.getString("level", new BsonString("local")).getValue();
        return request.command().equals("getMore")
                || level.equals("majority")
                || level.equals("linearizable");
    }

    private WireFrame inBatches(WireFrame request) {
        BsonDocument body = request.body();
        if (!request.command().equals("find")
                || body.containsKey("singleBatch")
                || body.getNumber("limit", SMALL_BATCH).intValue() == 1
                || !happens(Fault.SPLIT_FIND)) {
            return request;
        }
        body.put("batchSize", SMALL_BATCH);
        return WireFrame.of(request.requestId(), 0, body, null);
    }

    private boolean passLater(@Nullable WireFrame answer) throws IOException {
        if (answer == null || happens(Fault.LOSE_ANSWER)) {
            return false;
        }
        delay(Fault.DELAY_ANSWER);
        return passAnswer(answer);
    }

    private boolean write(WireFrame request) throws IOException {
        delay(Fault.DELAY_REQUEST);
        if (happens(Fault.LOSE_REQUEST)) {
            return false;
        }
        if (request.moreToCome()) {
            store.send(request);
            return true;
        }
        if (happens(Fault.NOT_PRIMARY)) {
            return passAnswer(Answer.notPrimary(request));
        }
        if (happens(Fault.FORGET_WRITE)) {
            return forget(request);
        }
        return passLater(inTrouble(request, executeWithMajority(request)));
    }

    private @Nullable WireFrame executeWithMajority(WireFrame request) throws IOException {
        Lock majority = proxy.majority();
        majority.lock();
        try {
            return execute(request);
        } finally {
            majority.unlock();
        }
    }

    private @Nullable WireFrame inTrouble(WireFrame request, @Nullable WireFrame answer) {
        if (answer == null) {
            return null;
        }
        if (happens(Fault.STEPPED_DOWN)) {
            return Answer.steppedDown(request);
        }
        if (happens(Fault.WRITE_CONCERN_ERROR)) {
            return Answer.withShutdown(request, answer);
        }
        return happens(Fault.WRITE_CONCERN_TIMEOUT) ? Answer.withTimeout(request, answer) : answer;
    }

    /** Nobody else reaches the store with a majority meanwhile: it is on the other side. */
    private boolean forget(WireFrame request) throws IOException {
        Lock minority = proxy.minority();
        minority.lock();
        try {
            ForgottenWrite write = ForgottenWrite.of(store, request);
            WireFrame answer = store.ask(request);
            if (answer == null) {
                return false;
            }
            boolean told = !ForgottenWrite.isForMajority(request.body());
            boolean alive = told && passAnswer(answer);
            pause();
            write.takeBack(answer);
            boolean silent = !told && random.nextBoolean();
            return told ? alive : !silent && passAnswer(Answer.steppedDown(request));
        } finally {
            minority.unlock();
        }
    }

    private @Nullable WireFrame execute(WireFrame request) throws IOException {
        boolean insert = request.command().equals("insert");
        Fault fault = insert ? Fault.SPLIT_INSERT : Fault.SPLIT_STATEMENT;
        if (isChosen(fault)) {
            SplitCommand split =
                    insert ? SplitInsert.of(request, random) : SplitStatement.of(request, store);
            if (split != null && proxy.count(fault)) {
                return executeInParts(split);
            }
        }
        if (insert && happens(Fault.REPEAT_INSERT) && store.ask(request) == null) {
            return null;
        }
        return store.ask(request);
    }

    private @Nullable WireFrame executeInParts(SplitCommand split) throws IOException {
        for (int part = 0; part < split.parts() && !split.isOver(); part++) {
            delay(Fault.DELAY_REQUEST);
            WireFrame answer = store.ask(split.part(part));
            if (answer == null || !split.answered(part, answer)) {
                return answer;
            }
            if (part + 1 < split.parts() && happens(Fault.LOSE_REQUEST)) {
                return null;
            }
        }
        return split.answer();
    }

    private boolean isChosen(Fault fault) {
        return random.nextDouble() < proxy.plan().share(fault);
    }

    private boolean happens(Fault fault) {
        return isChosen(fault) && proxy.count(fault);
    }

    private void delay(Fault fault) {
        if (proxy.plan().longestDelay().isPositive() && happens(fault)) {
            pause();
        }
    }

    private void pause() {
        long bound = proxy.plan().longestDelay().toNanos();
        if (bound > 0) {
            LockSupport.parkNanos(random.nextLong(bound));
        }
    }
}
