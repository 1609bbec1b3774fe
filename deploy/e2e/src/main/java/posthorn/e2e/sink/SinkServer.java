package posthorn.e2e.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * The second mail server: listens on an address of loopback from {@link #start} to {@link #close}.
 * Every method may be called at any time by any thread.
 */
public final class SinkServer implements AutoCloseable {
    private final SinkOptions options;
    private final Path folder;
    private final SSLContext tls;
    private final ServerSocket listener;
    private final List<SinkMessage> messages = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<RuleInUse> rules = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();

    private SinkServer(SinkOptions options, Path folder, ServerSocket listener, SSLContext tls) {
        this.options = options;
        this.folder = folder;
        this.listener = listener;
        this.tls = tls;
    }

    /**
     * Starts a server.
     *
     * @param folder where the contents of messages go
     * @param address literal of an address of loopback, as in {@code 127.0.0.2}: Linux has all of
     *     127/8
     * @param port to listen on; 0: a free one
     */
    public static SinkServer start(SinkOptions options, Path folder, String address, int port)
            throws IOException {
        return start(options, folder, address, port, SinkCertificate.context(options.hostname()));
    }

    /** The same with a certificate of the caller's. */
    public static SinkServer start(
            SinkOptions options, Path folder, String address, int port, SSLContext tls)
            throws IOException {
        Files.createDirectories(folder);
        ServerSocket listener = new ServerSocket(port, 1_000, InetAddress.ofLiteral(address));
        SinkServer server = new SinkServer(options, folder, listener, tls);
        Thread.ofVirtual().name("sink").start(server::accept);
        return server;
    }

    /** Starts a modern server on a free port of 127.0.0.1. */
    public static SinkServer start(Path folder) throws IOException {
        return start(SinkOptions.modern(), folder, "127.0.0.1", 0);
    }

    /** Port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Adds a rule behind those that there are. */
    public SinkServer rule(SinkRule rule) {
        rules.add(new RuleInUse(rule));
        return this;
    }

    /** Takes all rules back. */
    public SinkServer agree() {
        rules.clear();
        return this;
    }

    /** Messages it took, in the order in which their final dots were agreed to. */
    public List<SinkMessage> messages() {
        return List.copyOf(messages);
    }

    /** Messages with this forward-path among their recipients. */
    public List<SinkMessage> messagesFor(String forwardPath) {
        return messages.stream()
                .filter(message ->
                        message.forwardPaths().stream().anyMatch(forwardPath::equalsIgnoreCase))
                .toList();
    }

    /** What clients did that SMTP forbids, in words. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Connections so far. */
    public int connections() {
        return connections.get();
    }

    /** Closes all connections; goes on listening. */
    public void disconnectAll() {
        for (Socket socket : new ArrayList<>(open)) {
            close(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        disconnectAll();
    }

    SinkOptions options() {
        return options;
    }

    SSLContext tls() {
        return tls;
    }

    Path newFile() {
        return folder.resolve("message-" + files.incrementAndGet());
    }

    void took(SinkMessage message) {
        messages.add(message);
    }

    void violation(int connection, String what) {
        violations.add("connection " + connection + ": " + what);
    }

    SinkAction action(SinkPhase phase, String path) {
        for (RuleInUse rule : rules) {
            if (rule.acts(phase, path)) {
                return rule.rule.action();
            }
        }
        return new SinkAction.Agree();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().name("sink-" + number).start(() -> serve(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try {
            new SinkSession(this, number, socket).run();
        } catch (IOException left) {
            // The client has left, or was made to.
        } finally {
            close(socket);
            open.remove(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // Closed is what it was to be.
        }
    }

    /** A rule and how often it may still act. */
    private static final class RuleInUse {
        private final SinkRule rule;
        private final AtomicInteger left;

        RuleInUse(SinkRule rule) {
            this.rule = rule;
            this.left = new AtomicInteger(rule.times());
        }

        boolean acts(SinkPhase phase, String path) {
            return rule.phase() == phase
                    && rule.path().test(path)
                    && left.getAndUpdate(n -> n == Integer.MAX_VALUE ? n : Math.max(0, n - 1)) > 0;
        }
    }
}
