package posthorn.runtime.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a Vert.x socket. Life: {@code OPENING} (implicit TLS: the handshake) → {@code
 * OPEN} ⇄ {@code UPGRADING} (STARTTLS handshake) → {@code CLOSING} (the last words are on their
 * way) → {@code CLOSED}. Input is read while nothing is awaited and the client takes what is
 * written.
 */
final class SocketConnection implements MailConnection {
    private static final Logger LOG = Logger.getLogger(SocketConnection.class);

    private enum Life {
        OPENING,
        OPEN,
        UPGRADING,
        CLOSING,
        CLOSED
    }

    private final long id;
    private final NetSocketInternal socket;
    private final ContextInternal context;
    private final ListenerSettings settings;
    private final Supplier<SslContext> tlsSource;
    private final Protocol protocol;
    private final AwaitQueue awaited;
    private final ReadBuffer readBuffer = new ReadBuffer();
    private final Watchdog watchdog;
    private final WriteQueue writeQueue;
    private final LingeringClose lingeringClose;
    private final Runnable whenClosed;
    private @Nullable ConnectionHandler handler;
    private volatile Life life = Life.OPENING;
    private volatile @Nullable TlsFacts tls;
    private boolean closingDue;

    SocketConnection(
            long id,
            NetSocketInternal socket,
            ContextInternal context,
            ListenerSettings settings,
            Supplier<SslContext> tlsSource,
            Protocol protocol,
            Runnable whenClosed) {
        this.id = id;
        this.socket = socket;
        this.context = context;
        this.settings = settings;
        this.tlsSource = tlsSource;
        this.protocol = protocol;
        this.whenClosed = whenClosed;
        this.writeQueue = new WriteQueue(socket, this::taking);
        this.awaited = new AwaitQueue(settings.name() + "-" + id, this::later, this::awaitedAll);
        this.watchdog =
                new Watchdog(
                        channel(),
                        settings.idle(),
                        settings.stall(),
                        () -> context.emit(v -> silent()));
        this.lingeringClose = new LingeringClose(channel(), watchdog);
    }

    /** Begins: TLS first where it is implicit, then the handler. */
    void start() {
        socket.setWriteQueueMaxSize(settings.writeLimit());
        socket.handler(this::arrived);
        socket.exceptionHandler(e -> LOG.debugf("%s-%d: %s", settings.name(), id, e));
        socket.closeHandler(v -> ended());
        socket.drainHandler(v -> drained());
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
        try {
            handler = protocol.open(this);
        } catch (RuntimeException e) {
            broken(e);
        }
        watchdog.heard();
        watchdog.listen();
        tell(ConnectionHandler::opened);
    }

    // ---- what comes in

    private void arrived(Buffer buffer) {
        watchdog.heard();
        switch (life) {
            case OPEN -> {
                readBuffer.add(buffer.getBytes());
                pump();
            }
            case CLOSING -> lingeringClose.swallow(buffer.length());
            case OPENING, UPGRADING, CLOSED -> {
                // Never seen by the protocol: nothing in clear is taken once a handshake has begun.
            }
        }
    }

    /** Gives the handler what there is, unless it waits or the client does not take its answers. */
    private void pump() {
        if (life == Life.OPEN && !awaited.busy() && !writeQueue.full() && !readBuffer.isEmpty()) {
            tell(h -> h.received(readBuffer.content()));
            readBuffer.settle();
            if (life == Life.OPEN
                    && !awaited.busy()
                    && readBuffer.size() > ReadBuffer.MOST_LEFT_OVER) {
                broken(
                        new IllegalStateException(
                                "the handler leaves " + readBuffer.size() + " octets unread"));
            }
        }
        readOrNot();
    }

    private void readOrNot() {
        boolean wanted = life != Life.OPEN || (!awaited.busy() && !writeQueue.full());
        channel().config().setAutoRead(wanted);
    }

    // ---- what goes out

    @Override
    public void write(byte[] bytes) {
        requireEventLoop();
        if ((life == Life.OPEN || life == Life.UPGRADING) && bytes.length > 0) {
            writeQueue.send(Buffer.buffer(bytes));
        }
    }

    private void taking(boolean all) {
        if (!all) {
            watchdog.writing();
            readOrNot();
        }
    }

    @Override
    public void stream(byte[] bytes, int offset, int length) throws IOException {
        writeQueue.stream(bytes, offset, length, this::later, () -> life == Life.OPEN);
    }

    private void drained() {
        if (life == Life.CLOSING || life == Life.CLOSED) {
            return;
        }
        watchdog.written();
        writeQueue.drained();
        pump();
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
                socket.channelHandlerContext(),
                tlsSource.get(),
                settings.handshake(),
                agreed -> {
                    tls = agreed;
                    context.emit(v -> then.run());
                },
                why -> {
                    LOG.debugf("%s-%d: no TLS: %s", settings.name(), id, why);
                    abort();
                });
    }

    private void secured() {
        life = Life.OPEN;
        readBuffer.clear();
        tell(ConnectionHandler::secured);
        pump();
    }

    // ---- waiting

    @Override
    public <T> void await(
            Callable<T> work, Consumer<? super T> then, Consumer<? super Exception> failed) {
        requireEventLoop();
        awaited.add(work, value -> tell(h -> then.accept(value)), e -> tell(h -> failed.accept(e)));
        readOrNot();
    }

    private void awaitedAll() {
        if (life == Life.CLOSED) {
            closedAtLast();
            return;
        }
        watchdog.heard();
        if (closingDue && life == Life.OPEN) {
            closingDue = false;
            tell(ConnectionHandler::closing);
        }
        pump();
    }

    @Override
    public void execute(Runnable task) {
        later(() -> {
            if (life != Life.CLOSED) {
                tell(h -> task.run());
                pump();
            }
        });
    }

    private void later(Runnable task) {
        context.runOnContext(v -> task.run());
    }

    // ---- time

    @Override
    public void idleTimeout(Duration time) {
        requireEventLoop();
        watchdog.idleTime(time);
    }

    private void silent() {
        if (life == Life.OPEN && !awaited.busy() && !writeQueue.full()) {
            tell(ConnectionHandler::idle);
            if (!awaited.busy()) {
                close();
                return;
            }
        }
        watchdog.heard();
        watchdog.listen();
    }

    // ---- the end

    void goDownLater() {
        later(this::goDown);
    }

    /** The server goes down: the handler says farewell as soon as nothing is awaited. */
    private void goDown() {
        if (life == Life.OPEN && !awaited.busy()) {
            tell(ConnectionHandler::closing);
        } else if (life == Life.OPEN) {
            closingDue = true;
        } else {
            abort();
        }
    }

    @Override
    public void close() {
        requireEventLoop();
        if (life == Life.CLOSING || life == Life.CLOSED) {
            return;
        }
        life = Life.CLOSING;
        readBuffer.clear();
        lingeringClose.begin(socket.channelHandlerContext());
    }

    @Override
    public void abort() {
        AbortiveClose.of(channel());
    }

    private void ended() {
        life = Life.CLOSED;
        watchdog.stop();
        readBuffer.clear();
        writeQueue.closed();
        whenClosed.run();
        if (!awaited.busy()) {
            closedAtLast();
        }
    }

    /** The last call of the handler; awaited work that it starts then ends unseen. */
    private void closedAtLast() {
        ConnectionHandler last = handler;
        handler = null;
        if (last != null) {
            tell(last, ConnectionHandler::closed);
        }
    }

    // ---- plumbing

    private void tell(Consumer<ConnectionHandler> call) {
        if (handler != null) {
            tell(handler, call);
        }
    }

    private void tell(ConnectionHandler to, Consumer<ConnectionHandler> call) {
        try {
            call.accept(to);
        } catch (RuntimeException | AssertionError e) {
            broken(e);
        }
    }

    private void broken(Throwable defect) {
        LOG.errorf(defect, "%s-%d from %s ends on a defect", settings.name(), id, clientAddress());
        write(protocol.closingLine(CloseReason.DEFECT));
        close();
    }

    private void requireEventLoop() {
        if (!loop().inEventLoop()) {
            throw new IllegalStateException("only on the connection's event loop");
        }
    }

    private Channel channel() {
        return socket.channelHandlerContext().channel();
    }

    private EventLoop loop() {
        return channel().eventLoop();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String clientAddress() {
        return PeerAddress.of(socket.remoteAddress());
    }

    @Override
    public int clientPort() {
        return socket.remoteAddress().port();
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
