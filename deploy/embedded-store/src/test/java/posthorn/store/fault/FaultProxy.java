package posthorn.store.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A proxy on a loopback port in front of a store. Faults meet {@code insert}, {@code update},
 * {@code delete}, {@code findAndModify} and reads; a driver's own housekeeping passes. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress target;
    private final FaultPlan plan;
    private final ServerSocket listener;
    private final Map<Fault, LongAdder> counts = new EnumMap<>(Fault.class);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReadWriteLock partition = new ReentrantReadWriteLock(true);
    private volatile boolean calm;

    private FaultProxy(InetSocketAddress target, FaultPlan plan) throws IOException {
        this.target = target;
        this.plan = plan;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        for (Fault fault : Fault.values()) {
            counts.put(fault, new LongAdder());
        }
    }

    /**
     * Starts a proxy on any free port.
     *
     * @param host where the store is
     * @throws UncheckedIOException when no port can be listened on
     */
    public static FaultProxy start(String host, int port, FaultPlan plan) {
        try {
            FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), plan);
            Thread.ofVirtual().name("fault-proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port on loopback. */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * What to give to a driver. Retries of its own would hide the faults. After a cut connection it
     * looks for the store again only after half a second; {@code minHeartbeatFrequency} of its
     * server settings makes that shorter in a test.
     */
    public String uri() {
        return "mongodb://127.0.0.1:"
                + port()
                + "/?directConnection=true&retryWrites=false&retryReads=false";
    }

    /**
     * From now on nothing goes wrong any more, so that a test can look at what has become of it.
     */
    public void calm() {
        calm = true;
    }

    /** How often each fault has happened. */
    public Map<Fault, Long> faults() {
        Map<Fault, Long> sums = new EnumMap<>(Fault.class);
        counts.forEach((fault, count) -> sums.put(fault, count.sum()));
        return sums;
    }

    /** How often anything has gone wrong. */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Held by whoever reads or writes with a majority. */
    Lock majority() {
        return partition.readLock();
    }

    /** Held while a primary that is cut off writes what will be forgotten. */
    Lock minority() {
        return partition.writeLock();
    }

    FaultPlan plan() {
        return plan;
    }

    /** Counts a fault; false when there are to be none any more. */
    boolean count(Fault fault) {
        if (calm) {
            return false;
        }
        LongAdder count = counts.get(fault);
        if (count != null) {
            count.increment();
        }
        return true;
    }

    private void accept() {
        Random seeds = new Random(plan.seed());
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Random random = new Random(seeds.nextLong());
                Thread.ofVirtual().name("fault-connection").start(() -> serve(client, random));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client, Random random) {
        try (client;
                Socket store = new Socket()) {
            sockets.add(client);
            sockets.add(store);
            client.setTcpNoDelay(true);
            store.setTcpNoDelay(true);
            store.connect(target, CONNECT_MILLIS);
            new ProxiedConnection(this, random, client, store).run();
        } catch (IOException e) {
            // Either side went away; closing both is all there is to do.
        } finally {
            sockets.removeIf(Socket::isClosed);
        }
    }

    /** Stops listening and cuts all connections. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
