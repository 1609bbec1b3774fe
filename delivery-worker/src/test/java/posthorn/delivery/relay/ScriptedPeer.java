package posthorn.delivery.relay;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.parsetools.RecordParser;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.runtime.tls.SelfSigned;

/** A mail server on loopback that behaves as a test wants it to. */
final class ScriptedPeer implements AutoCloseable {

    /** What it does about TLS. */
    enum Tls {
        NONE,
        GOOD,
        /** What follows the reply to STARTTLS is no TLS. */
        BROKEN
    }

    /** In place of a reply: the connection is closed. */
    static final String CLOSE = "close";

    /** Somebody else listens there. */
    static final class PortTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortTakenException(BindException cause) {
            super(cause);
        }
    }

    /** A message as it came, dots taken off. */
    record Received(String from, String parameters, List<String> to, String body, boolean secure) {}

    /** What a test may change; read anew for each command. */
    static final class Behaviour {
        volatile String greeting = "220 peer.test ESMTP";
        volatile List<String> features = List.of("PIPELINING", "8BITMIME", "SIZE 100000000");
        volatile Tls tls = Tls.NONE;

        /** Besides the features, within TLS. */
        volatile List<String> featuresOverTls = List.of();

        volatile String rcpt = "250 2.1.5 ok";

        /** What it says, or {@link #CLOSE}, in place of the usual; at RCPT to a@… alone. */
        final Map<Stage, String> replies = new ConcurrentHashMap<>();

        /** Runs before a recipient is answered; may wait. */
        volatile Runnable onRecipient = () -> {};

        volatile String endOfData = "250 2.0.0 queued";
        volatile boolean silentAfterDot;
        volatile boolean closeAfterDot;
        volatile boolean closeAfterReply;
    }

    volatile Behaviour behaviour = new Behaviour();
    final List<Received> received = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    /** Lines of AUTH. */
    final List<String> signIns = new CopyOnWriteArrayList<>();

    /** One entry for each connection that ended: whether QUIT was said. */
    volatile BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();

    /** Between two reads of a message that was refused in its middle. */
    private static final long PACE_MILLIS = 10;

    private final NetServer server;

    /** Listens on {@code address}; port 0 for any. */
    ScriptedPeer(Vertx vertx, String address, int port) {
        this(vertx, address, port, ClientAuth.NONE);
    }

    /** With {@code clients} REQUIRED, TLS 1.3 refuses a client only after the client is done. */
    ScriptedPeer(Vertx vertx, String address, int port, ClientAuth clients) {
        this(vertx, address, port, clients, SelfSigned.create("peer.test", Instant.now()));
    }

    /** With a certificate of that kind. */
    ScriptedPeer(
            Vertx vertx, String address, int port, ClientAuth clients, SelfSigned certificate) {
        NetServerOptions options =
                new NetServerOptions()
                        .setHost(address)
                        .setPort(port)
                        .setClientAuth(clients)
                        .setTrustOptions(
                                new PemTrustOptions()
                                        .addCertValue(Buffer.buffer(certificate.certificate())))
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .addCertValue(Buffer.buffer(certificate.certificate()))
                                        .addKeyValue(Buffer.buffer(certificate.key())));
        this.server = vertx.createNetServer(options).connectHandler(this::serve);
        await();
    }

    /** Behaves as usual again and has seen nothing; for connections that come from now on. */
    void forget() {
        behaviour = new Behaviour();
        ended = new LinkedBlockingQueue<>();
        received.clear();
        signIns.clear();
        connections.set(0);
    }

    int port() {
        return server.actualPort();
    }

    /** Nobody listens there when this returns. */
    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void await() {
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof BindException taken) {
                throw new PortTakenException(taken);
            }
            throw new IllegalStateException(e);
        }
    }

    private void serve(NetSocket socket) {
        connections.incrementAndGet();
        socket.exceptionHandler(_ -> {});
        Dialogue dialogue = new Dialogue(socket);
        BlockingQueue<Boolean> endings = ended;
        socket.closeHandler(_ -> {
            dialogue.pace.ifPresent(timer -> Vertx.currentContext().owner().cancelTimer(timer));
            endings.add(dialogue.quit);
        });
        RecordParser lines = RecordParser.newDelimited("\r\n", dialogue::line);
        socket.handler(lines);
        if (dialogue.usual(Stage.GREETING)) {
            dialogue.say(behaviour.greeting);
        }
    }

    /** One session; on the socket's event loop. */
    private final class Dialogue {
        private final NetSocket socket;
        private final StringBuilder body = new StringBuilder();
        private List<String> to = new CopyOnWriteArrayList<>();
        private String from = "";
        private String parameters = "";
        private boolean mail;
        private boolean data;
        private boolean refused;
        private OptionalLong pace = OptionalLong.empty();
        private boolean quit;

        Dialogue(NetSocket socket) {
            this.socket = socket;
        }

        void say(String line) {
            socket.write(line + "\r\n");
        }

        void line(Buffer octets) {
            String line = octets.toString(StandardCharsets.ISO_8859_1);
            if (data) {
                content(line);
                return;
            }
            switch (line.split("[ :]", 2)[0]) {
                case "EHLO", "HELO" -> hello();
                case "STARTTLS" -> startTls();
                case "AUTH" -> {
                    signIns.add(line);
                    usually(Stage.AUTH, "235 2.7.0 welcome");
                }
                case "MAIL" -> mail(line);
                case "RCPT" -> recipient(line);
                case "DATA" -> data();
                case "RSET" -> {
                    mail = false;
                    usually(Stage.RSET, "250 2.0.0 ok");
                }
                case "QUIT" -> {
                    quit = true;
                    say("221 2.0.0 bye");
                    socket.close();
                }
                default -> say("500 5.5.1 what?");
            }
        }

        /** Whether the test wants nothing else at this stage; else that is done. */
        boolean usual(Stage stage) {
            String reply = behaviour.replies.get(stage);
            if (reply == null) {
                return true;
            }
            if (!reply.equals(CLOSE)) {
                say(reply);
            }
            if (reply.equals(CLOSE) || reply.startsWith("421")) {
                socket.close();
            }
            return false;
        }

        private void usually(Stage stage, String reply) {
            if (usual(stage)) {
                say(reply);
            }
        }

        private void mail(String line) {
            from = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            parameters = line.substring(line.indexOf('>') + 1).strip();
            to = new CopyOnWriteArrayList<>();
            mail = usual(Stage.MAIL);
            if (mail) {
                say("250 2.1.0 ok");
            }
        }

        private void data() {
            if (to.isEmpty()) {
                say("554 5.5.1 no valid recipients");
            } else if (usual(Stage.DATA)) {
                data = true;
                body.setLength(0);
                say("354 go on");
            }
        }

        private void hello() {
            if (!usual(socket.isSsl() ? Stage.HELLO_OVER_TLS : Stage.HELLO)) {
                return;
            }
            List<String> features = new CopyOnWriteArrayList<>(behaviour.features);
            if (behaviour.tls != Tls.NONE && !socket.isSsl()) {
                features.add("STARTTLS");
            }
            if (socket.isSsl()) {
                features.addAll(behaviour.featuresOverTls);
            }
            StringBuilder reply = new StringBuilder();
            String last = "250 peer.test";
            for (String feature : features) {
                reply.append("250-").append(feature).append("\r\n");
            }
            say("250-peer.test\r\n" + reply + last);
        }

        private void recipient(String line) {
            String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            if (!mail) {
                say("503 5.5.1 MAIL first");
                return;
            }
            if (address.startsWith("a@") && !usual(Stage.RCPT)) {
                return;
            }
            behaviour.onRecipient.run();
            boolean unknown = address.startsWith("nobody");
            String reply = unknown ? "550 5.1.1 no such user" : behaviour.rcpt;
            if (reply.startsWith("2")) {
                to.add(address);
            }
            say(reply);
        }

        /** So that the reply comes before the end of a large message, however busy the machine. */
        private void readSlowly() {
            socket.pause();
            pace =
                    OptionalLong.of(
                            Vertx.currentContext()
                                    .owner()
                                    .setPeriodic(PACE_MILLIS, _ -> socket.fetch(1)));
        }

        private void startTls() {
            if (!usual(Stage.STARTTLS)) {
                return;
            }
            if (behaviour.tls == Tls.BROKEN) {
                say("220 go");
                socket.write("this is no TLS at all\r\n");
                return;
            }
            socket.write("220 go\r\n").onSuccess(_ -> socket.upgradeToSsl());
        }

        private void content(String line) {
            if (behaviour.replies.containsKey(Stage.BODY)) {
                if (!refused) {
                    refused = true;
                    usual(Stage.BODY);
                    readSlowly();
                }
                return;
            }
            if (!line.equals(".")) {
                body.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                return;
            }
            data = false;
            if (!usual(Stage.END_OF_DATA)) {
                return;
            }
            if (behaviour.endOfData.startsWith("2")) {
                received.add(
                        new Received(
                                from,
                                parameters,
                                List.copyOf(to),
                                body.toString(),
                                socket.isSsl()));
            }
            if (behaviour.closeAfterDot) {
                socket.close();
            } else if (!behaviour.silentAfterDot) {
                say(behaviour.endOfData);
                if (behaviour.closeAfterReply) {
                    socket.close();
                }
            }
        }
    }
}
