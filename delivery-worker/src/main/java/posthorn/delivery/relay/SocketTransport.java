package posthorn.delivery.relay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import posthorn.delivery.client.HostNotVerified;
import posthorn.delivery.client.SmtpTransport;
import posthorn.delivery.client.TransportLost;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReplyDecoder;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.runtime.log.LogText;

/**
 * A Vert.x socket for one virtual thread at a time. The event loop hands over one buffer after the
 * other, each only when it was asked for, so a host that floods us fills no memory.
 */
final class SocketTransport implements SmtpTransport {

    /** Characters of a line of a reply that are looked at; RFC 5321 §4.5.3.1.5 has 512 octets. */
    private static final int LONGEST_LINE = 1024;

    private static final Pattern ADDRESS = Pattern.compile("[0-9.\\[\\]:a-fA-F]+");

    private sealed interface Came {
        record Octets(byte[] octets) implements Came {}

        record End(String reason) implements Came {}
    }

    private final NetSocket socket;
    private final Context loop;
    private final String peer;
    private final String serverName;
    private final HostTls tls;
    private final RelaySettings.Timeouts timeouts;
    private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();
    private volatile Optional<String> lost = Optional.empty();
    private ReplyDecoder decoder = new ReplyDecoder();
    private Optional<TlsProblem> problem = Optional.empty();

    /**
     * Takes over a socket; to be called on its event loop, before anything was read.
     *
     * @param serverName name of the host for TLS (RFC 6066 §3); an IP address is left out
     * @param tls what is demanded of it
     */
    SocketTransport(
            NetSocket socket,
            String peer,
            String serverName,
            HostTls tls,
            RelaySettings.Timeouts timeouts) {
        this.socket = socket;
        this.loop = Objects.requireNonNull(Vertx.currentContext());
        this.peer = peer;
        this.serverName = serverName;
        this.tls = tls;
        this.timeouts = timeouts;
        socket.pause();
        socket.handler(buffer -> came.add(new Came.Octets(buffer.getBytes())));
        socket.exceptionHandler(e -> end(NetworkFailure.inWords(peer, e)));
        socket.closeHandler(_ -> end("the host closed the connection"));
        socket.fetch(1);
    }

    private void end(String reason) {
        came.add(new Came.End(reason));
        if (lost.isEmpty()) {
            lost = Optional.of(reason);
        }
    }

    @Override
    public Optional<String> lost() {
        return lost;
    }

    @Override
    public void send(byte[] octets, Stage stage) throws TransportLost {
        Future<Void> written = socket.write(Buffer.buffer(octets));
        if (socket.writeQueueFull()) {
            await(written, limit(stage));
        }
    }

    @Override
    public Reply reply(Stage stage) throws TransportLost {
        long end = System.nanoTime() + limit(stage).toNanos();
        while (true) {
            Optional<Reply> reply = decoder.next();
            if (reply.isPresent()) {
                return clean(reply.get());
            }
            if (decoder.isBroken()) {
                throw new TransportLost("the host sent something that is no SMTP reply");
            }
            decoder.feed(receive(end));
        }
    }

    @Override
    public boolean hasReply() {
        return decoder.isPartial() || came.peek() instanceof Came.Octets;
    }

    /** On the event loop, too: elsewhere Vert.x 4.5 forgets to flush what is written after it. */
    @Override
    public void startTls() throws TransportLost, HostNotVerified {
        if (decoder.isPartial() || decoder.next().isPresent() || !came.isEmpty()) {
            throw new TransportLost("the host sent something behind its reply to STARTTLS");
        }
        boolean name = serverName.indexOf('.') > 0 && !ADDRESS.matcher(serverName).matches();
        Promise<Void> secured = Promise.promise();
        loop.runOnContext(_ ->
                (name ? socket.upgradeToSsl(serverName) : socket.upgradeToSsl())
                        .onComplete(secured));
        await(secured.future(), limit(Stage.TLS));
        decoder = new ReplyDecoder();
        problem = tls.check().problem(certificates());
        if (problem.isPresent() && tls.demand().verified()) {
            throw new HostNotVerified(problem.get().words());
        }
    }

    /** What the host showed, its own first; where it has gone meanwhile, there is no session. */
    private List<X509Certificate> certificates() throws TransportLost {
        SSLSession session = socket.sslSession();
        if (session == null) {
            throw new TransportLost("the host closed the connection behind its handshake");
        }
        try {
            return Stream.of(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** What is wrong with the certificate of the host; empty: nothing, or none was looked at. */
    Optional<TlsProblem> problem() {
        return problem;
    }

    @Override
    public String peer() {
        return peer;
    }

    /** Whether the host has said or done nothing that was not asked for. */
    boolean quiet() {
        return came.isEmpty();
    }

    /** Ends the connection, behind what was sent. */
    void close() {
        socket.close();
    }

    /** A client that closes before the answer to QUIT makes the host see an error. */
    @Override
    public void sendLast(byte[] octets) {
        loop.runOnContext(_ -> {
            Vertx vertx = loop.owner();
            long timer = vertx.setTimer(timeouts.quit().toMillis(), _ -> socket.close());
            socket.closeHandler(_ -> vertx.cancelTimer(timer));
            socket.handler(_ -> socket.close());
            socket.write(Buffer.buffer(octets));
            socket.fetch(1);
        });
    }

    /** Replies are logged, kept in queue and trace, and told to senders. */
    private static Reply clean(Reply reply) {
        return new Reply(
                reply.code(),
                reply.status(),
                reply.lines().stream().map(l -> LogText.clean(l, LONGEST_LINE)).toList());
    }

    private byte[] receive(long end) throws TransportLost {
        try {
            Came next = came.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return switch (next) {
                case null -> throw new TransportLost("the host did not answer in time");
                case Came.Octets(byte[] octets) -> {
                    askForMore();
                    yield octets;
                }
                case Came.End(String reason) -> {
                    came.add(next);
                    throw new TransportLost(reason);
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportLost("this worker stops");
        }
    }

    /** On the event loop: a socket counts what was asked for without any lock. */
    private void askForMore() {
        loop.runOnContext(_ -> socket.fetch(1));
    }

    private void await(Future<Void> done, Duration limit) throws TransportLost {
        try {
            done.toCompletionStage()
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new TransportLost(NetworkFailure.inWords(peer, e.getCause()));
        } catch (TimeoutException e) {
            throw new TransportLost("the host did not read or answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportLost("this worker stops");
        }
    }

    private Duration limit(Stage stage) {
        return switch (stage) {
            case CONNECT -> timeouts.connect();
            case GREETING -> timeouts.greeting();
            case HELLO, HELLO_OVER_TLS, AUTH -> timeouts.hello();
            case STARTTLS, TLS -> timeouts.tls();
            case RSET -> timeouts.reset();
            case MAIL -> timeouts.mail();
            case RCPT -> timeouts.rcpt();
            case DATA -> timeouts.data();
            case BODY -> timeouts.block();
            case END_OF_DATA -> timeouts.endOfData();
        };
    }
}
