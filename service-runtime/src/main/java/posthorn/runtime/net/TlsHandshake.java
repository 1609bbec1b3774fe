package posthorn.runtime.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.function.Consumer;

/** Turns a plain connection into a TLS one, at its start or in the middle (RFC 3207, RFC 2595). */
final class TlsHandshake {
    private TlsHandshake() {}

    /**
     * Sends what was written so far in clear, then puts TLS in front of everything, within one turn
     * of the event loop: what is read next is TLS or the end of the connection, and no plain octet
     * slips in between. The results come on the event loop, before the first octet that came
     * through TLS.
     *
     * @param inner innermost handler of the connection
     */
    static void begin(
            ChannelHandlerContext inner,
            SslContext tls,
            Duration limit,
            Consumer<TlsFacts> agreed,
            Consumer<Throwable> failed) {
        inner.flush();
        SslHandler ssl = tls.newHandler(inner.alloc());
        ssl.setHandshakeTimeoutMillis(limit.toMillis());
        inner.pipeline().addBefore(inner.name(), "ssl", ssl);
        inner.pipeline().addBefore("ssl", "no-renegotiation", new RenegotiationGuard());
        inner.channel().config().setAutoRead(true);
        ssl.handshakeFuture()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        agreed.accept(TlsSession.facts(ssl.engine().getSession()));
                    } else {
                        failed.accept(done.cause());
                    }
                });
    }
}
