package posthorn.runtime.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a socket, see {@link Life}. Input is read and consumed while nothing is awaited
 * and the client takes what is written.
 */
final class SocketConnection implements MailConnection, WriteQueue.Events, ConnectionTimers.Events {
    private static final Logger LOG = Logger.getLogger(SocketConnection.class);

    private final long id;
    private final Channel channel;
    private final ListenerSettings settings;
    private final Supplier<SslContext> tlsSource;
    private final Protocol protocol;
    private final ConnectionEnds ends;
    private final ListenerMeters meters;
    private final AwaitQueue awaited;
    private final ReadBuffer readBuffer = new ReadBuffer();
    private final ConnectionTimers timers;
    private final WriteQueue writeQueue;
    private final LingeringClose lingeringClose;
    private final GuardedHandler handler = new GuardedHandler(this::broken);
    private @Nullable ChannelHandlerContext inner;
    private volatile Life life = Life.OPENING;
    private volatile @Nullable TlsFacts tls;
    private boolean closingDue;
    private boolean expiredDue;

    SocketConnection(
            long id,
            Channel channel,
            ListenerSettings settings,
            Supplier<SslContext> tlsSource,
            Protocol protocol,
            ConnectionEnds ends,
            ListenerMeters meters) {
        this.id = id;
        this.channel = channel;
        this.settings = settings;
        this.tlsSource = tlsSource;
        this.protocol = protocol;
        this.ends = ends;
        this.meters = meters;
        this.writeQueue = new WriteQueue(channel, settings.writeLimit(), this);
        String name = settings.name() + "-" + id;
        this.awaited = new AwaitQueue(name, SessionId.of(id), this::later, this::awaitedAll);
        this.timers =
                new ConnectionTimers(
                        channel, settings.idle(), settings.stall(), writeQueue::taken, this);
        this.lingeringClose = new LingeringClose(channel, timers, settings.linger());
    }

    /**
     * Begins: TLS first where it is implicit, then the handler.
     *
     * @param context innermost of the channel
     */
    void start(ChannelHandlerContext context) {
        inner = context;
        meters.opened();
        try {
            if (settings.transport() == Transport.TLS) {
                handshake(this::opened);
            } else {
                opened();
            }
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void opened() {
        life = Life.OPEN;
        handler.open(() -> protocol.open(this));
        timers.heard();
        timers.listen();
        tell(ConnectionHandler::opened);
    }

    // ---- what comes in

    void arrived(byte[] chunk) {
        timers.heard();
        switch (life) {
            case OPEN -> {
                readBuffer.add(chunk);
                pump();
            }
            case CLOSING -> lingeringClose.swallow(chunk.length);
            // Never seen by the protocol: nothing in clear is taken once a handshake has begun.
            case OPENING, UPGRADING, CLOSED -> {}
        }
    }

    /**
     * Gives the handler what there is, again and again as long as it takes something, unless it
     * waits or the client does not take its answers. What it answers meanwhile is sent together.
     */
    private void pump() {
        boolean taking = readBuffer.offer(this::consuming, in -> handler.call(h -> h.received(in)));
        if (!taking && consuming() && readBuffer.size() > ReadBuffer.MOST_LEFT_OVER) {
            broken(
                    new IllegalStateException(
                            "the handler leaves " + readBuffer.size() + " octets unread"));
        }
        writeQueue.flush();
        readOrNot();
    }

    private boolean consuming() {
        return life == Life.OPEN && !awaited.busy() && !writeQueue.full();
    }

    /** While work is awaited a little is read, too: only who reads sees that the client leaves. */
    private void readOrNot() {
        boolean room = !awaited.busy() || readBuffer.size() < ReadBuffer.MOST_READ_AHEAD;
        channel.config().setAutoRead(life != Life.OPEN || (room && !writeQueue.full()));
    }

    // ---- what goes out

    @Override
    public void write(byte[] bytes) {
        requireEventLoop();
        if ((life == Life.OPEN || life == Life.UPGRADING) && bytes.length > 0) {
            writeQueue.send(bytes);
        }
    }

    @Override
    public void stream(byte[] bytes, int offset, int length) throws IOException {
        writeQueue.stream(bytes, offset, length);
    }

    @Override
    public void filled() {
        timers.writing();
        readOrNot();
    }

    @Override
    public void drained() {
        if (life != Life.CLOSING && life != Life.CLOSED) {
            timers.written();
            later(this::pump);
        }
    }

    @Override
    public boolean takesOutput() {
        return life == Life.OPEN;
    }

    // ---- TLS

    @Override
    public boolean canStartTls() {
        return settings.transport() == Transport.STARTTLS && tls == null && life == Life.OPEN;
    }

    @Override
    public void startTls(byte[] reply) {
        requireEventLoop();
        if (!canStartTls()) {
            throw new IllegalStateException("no STARTTLS here");
        }
        write(reply);
        life = Life.UPGRADING;
        readBuffer.clear();
        handshake(this::secured);
    }

    private void handshake(Runnable then) {
        TlsHandshake.begin(
                inner(),
                tlsSource.get(),
                settings.handshake(),
                agreed -> {
                    tls = agreed;
                    meters.secured(agreed);
                    then.run();
                },
                why -> {
                    LOG.debugf("%s-%d: no TLS: %s", settings.name(), id, why);
                    meters.handshakeFailed();
                    abort();
                });
    }

    private void secured() {
        life = Life.OPEN;
        readBuffer.clear();
        tell(ConnectionHandler::secured);
        if (expiredDue) {
            expired();
        }
        pump();
    }

    // ---- waiting

    @Override
    public <T> void await(
            Callable<T> work, Consumer<? super T> then, Consumer<? super Exception> failed) {
        requireEventLoop();
        awaited.add(
                work,
                value -> handler.call(h -> then.accept(value)),
                e -> handler.call(h -> failed.accept(e)));
        readOrNot();
    }

    private void awaitedAll() {
        if (life == Life.CLOSED) {
            handler.close();
            return;
        }
        timers.heard();
        if (life == Life.OPEN && closingDue) {
            closingDue = false;
            handler.call(ConnectionHandler::closing);
        } else if (life == Life.OPEN && expiredDue) {
            expired();
        }
        pump();
    }

    @Override
    public void execute(Runnable task) {
        later(() -> {
            if (life != Life.CLOSED) {
                handler.call(h -> task.run());
                pump();
            }
        });
    }

    /** When the event loops have stopped, the process ends and nobody is left to be told. */
    private void later(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debugf("%s-%d: %s", settings.name(), id, e);
        }
    }

    // ---- time

    @Override
    public void idleTimeout(Duration time) {
        requireEventLoop();
        timers.idleTime(time);
    }

    @Override
    public void deadline(@Nullable Duration time) {
        requireEventLoop();
        expiredDue = false;
        timers.deadline(time);
    }

    @Override
    public void extendDeadline(Duration more, Duration most) {
        requireEventLoop();
        timers.extendDeadline(more, most);
    }

    @Override
    public void silent() {
        if (consuming()) {
            tell(ConnectionHandler::idle);
            if (!awaited.busy()) {
                close();
                return;
            }
        }
        timers.heard();
        timers.listen();
    }

    @Override
    public void expired() {
        expiredDue = life != Life.OPEN || awaited.busy();
        if (!expiredDue) {
            tell(ConnectionHandler::expired);
            if (!awaited.busy()) {
                close();
            }
        }
    }

    /** The server goes down: the handler is told as soon as nothing is awaited. Any thread. */
    void drain() {
        later(() -> {
            if (life == Life.OPEN && !awaited.busy()) {
                tell(ConnectionHandler::closing);
            } else if (life == Life.OPEN) {
                closingDue = true;
            } else if (life != Life.CLOSING) {
                abort();
            }
        });
    }

    @Override
    public void close() {
        requireEventLoop();
        if (life == Life.CLOSING || life == Life.CLOSED) {
            return;
        }
        life = Life.CLOSING;
        readBuffer.clear();
        lingeringClose.begin(inner());
    }

    @Override
    public void abort() {
        AbortiveClose.of(channel);
    }

    /** The channel is closed, whoever closed it. */
    void ended() {
        life = Life.CLOSED;
        if (inner != null) {
            meters.ended(TlsVersion.of(tls));
        }
        timers.stop();
        readBuffer.clear();
        writeQueue.closed();
        if (!awaited.busy()) {
            handler.close();
        }
    }

    /** Calls the handler and sends what it has written. */
    private void tell(Consumer<ConnectionHandler> call) {
        handler.call(call);
        writeQueue.flush();
    }

    private void broken(Throwable defect) {
        LOG.errorf(defect, "%s-%d from %s ends on a defect", settings.name(), id, ends.client());
        meters.refused(CloseReason.DEFECT);
        write(protocol.closingLine(CloseReason.DEFECT));
        close();
    }

    private void requireEventLoop() {
        if (!channel.eventLoop().inEventLoop()) {
            throw new IllegalStateException("only on the connection's event loop");
        }
    }

    private ChannelHandlerContext inner() {
        return Objects.requireNonNull(inner);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public ConnectionEnds ends() {
        return ends;
    }

    @Override
    public @Nullable TlsFacts tls() {
        return tls;
    }

    @Override
    public boolean writable() {
        return !writeQueue.full();
    }

    @Override
    public boolean isOpen() {
        return life == Life.OPEN || life == Life.UPGRADING;
    }
}
