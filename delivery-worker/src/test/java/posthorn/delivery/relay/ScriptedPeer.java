package posthorn.delivery.relay;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.runtime.tls.SelfSigned;

/** A mail server on loopback that behaves as a test wants it to. */
final class ScriptedPeer implements AutoCloseable {

    /** What it does about TLS. */
    enum Tls {
        NONE,
        GOOD,
        BROKEN
    }

    /** A message as it came, dots taken off. */
    record Received(String from, List<String> to, String body, boolean secure) {}

    /** What a test may change; read anew for each command. */
    static final class Behaviour {
        volatile String greeting = "220 peer.test ESMTP";
        volatile List<String> features = List.of("PIPELINING", "8BITMIME", "SIZE 1000000");
        volatile Tls tls = Tls.NONE;
        volatile String rcpt = "250 2.1.5 ok";
        volatile String endOfData = "250 2.0.0 queued";
        volatile boolean silentAfterDot;
        volatile boolean closeAfterDot;
        volatile boolean closeAfterReply;
    }

    final Behaviour behaviour = new Behaviour();
    final List<Received> received = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final NetServer server;

    /** Listens on {@code address}; port 0 for any. */
    ScriptedPeer(Vertx vertx, String address, int port) {
        SelfSigned certificate = SelfSigned.create("peer.test", Instant.now());
        NetServerOptions options =
                new NetServerOptions()
                        .setHost(address)
                        .setPort(port)
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .addCertValue(Buffer.buffer(certificate.certificate()))
                                        .addKeyValue(Buffer.buffer(certificate.key())));
        this.server = vertx.createNetServer(options).connectHandler(this::serve);
        await();
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close();
    }

    private void await() {
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(NetSocket socket) {
        connections.incrementAndGet();
        socket.exceptionHandler(_ -> {});
        Dialogue dialogue = new Dialogue(socket);
        RecordParser lines = RecordParser.newDelimited("\r\n", dialogue::line);
        socket.handler(lines);
        dialogue.say(behaviour.greeting);
    }

    /** One session; on the socket's event loop. */
    private final class Dialogue {
        private final NetSocket socket;
        private final StringBuilder body = new StringBuilder();
        private List<String> to = new CopyOnWriteArrayList<>();
        private String from = "";
        private boolean data;

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
            String verb = line.split("[ :]", 2)[0];
            switch (verb) {
                case "EHLO" -> hello();
                case "STARTTLS" -> startTls();
                case "MAIL" -> {
                    from = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                    to = new CopyOnWriteArrayList<>();
                    say("250 2.1.0 ok");
                }
                case "RCPT" -> recipient(line);
                case "DATA" -> {
                    data = true;
                    body.setLength(0);
                    say("354 go on");
                }
                case "RSET" -> say("250 2.0.0 ok");
                case "QUIT" -> {
                    say("221 2.0.0 bye");
                    socket.close();
                }
                default -> say("500 5.5.1 what?");
            }
        }

        private void hello() {
            List<String> features = new CopyOnWriteArrayList<>(behaviour.features);
            if (behaviour.tls != Tls.NONE && !socket.isSsl()) {
                features.add("STARTTLS");
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
            boolean unknown = address.startsWith("nobody");
            String reply = unknown ? "550 5.1.1 no such user" : behaviour.rcpt;
            if (reply.startsWith("2")) {
                to.add(address);
            }
            say(reply);
        }

        private void startTls() {
            if (behaviour.tls == Tls.BROKEN) {
                say("220 go");
                socket.write("this is no TLS at all\r\n");
                return;
            }
            socket.write("220 go\r\n").onSuccess(_ -> socket.upgradeToSsl());
        }

        private void content(String line) {
            if (!line.equals(".")) {
                body.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                return;
            }
            data = false;
            if (behaviour.endOfData.startsWith("2")) {
                received.add(new Received(from, List.copyOf(to), body.toString(), socket.isSsl()));
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
