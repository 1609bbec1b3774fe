package posthorn.runtime.grpc;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A server on loopback and one connection to it, with the smallest windows of flow control. */
final class Loopback implements AutoCloseable {

    private static final int WINDOW = 65_535;

    private final Server server;
    private final ManagedChannel channel;

    Loopback(BindableService service) {
        this(service, new CallsInHand());
    }

    Loopback(BindableService service, ServerInterceptor interceptor) {
        try {
            this.server =
                    NettyServerBuilder.forAddress(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .flowControlWindow(WINDOW)
                            .addService(service)
                            .intercept(interceptor)
                            .build()
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.channel =
                NettyChannelBuilder.forAddress(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), server.getPort()))
                        .usePlaintext()
                        .flowControlWindow(WINDOW)
                        .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        try {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
