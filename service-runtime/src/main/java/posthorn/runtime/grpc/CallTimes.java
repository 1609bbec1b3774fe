package posthorn.runtime.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import posthorn.runtime.metrics.Buckets;

/**
 * How long calls take, from their begin to their status, as {@code rpc.server.duration} and {@code
 * rpc.client.duration} of OpenTelemetry's conventions, by method and status. A stream of answers
 * takes as long as somebody listens. Safe for all threads.
 */
public final class CallTimes {

    /** Timers of one method, by the code of the status; made when one is first needed. */
    private final class Method {
        private final MethodDescriptor<?, ?> descriptor;
        private final AtomicReferenceArray<Timer> byCode =
                new AtomicReferenceArray<>(Status.Code.values().length);

        Method(MethodDescriptor<?, ?> descriptor) {
            this.descriptor = descriptor;
        }

        void ended(Status.Code code, long since) {
            Timer timer = byCode.get(code.value());
            if (timer == null) {
                timer = timer(descriptor, code);
                byCode.set(code.value(), timer);
            }
            timer.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
        }
    }

    private final MeterRegistry meters;
    private final String name;
    private final Map<String, Method> methods = new ConcurrentHashMap<>();

    private CallTimes(MeterRegistry meters, String name) {
        this.meters = meters;
        this.name = name;
    }

    /** For a server. */
    public static ServerInterceptor server(MeterRegistry meters) {
        return new CallTimes(meters, "rpc.server.duration").new Server();
    }

    /** For the channels of clients. */
    public static ClientInterceptor client(MeterRegistry meters) {
        return new CallTimes(meters, "rpc.client.duration").new Client();
    }

    private Method method(MethodDescriptor<?, ?> descriptor) {
        return methods.computeIfAbsent(
                descriptor.getFullMethodName(), each -> new Method(descriptor));
    }

    private Timer timer(MethodDescriptor<?, ?> method, Status.Code code) {
        return Buckets.ANSWERS
                .timer(name, "From the begin of a call to its status")
                .tag("rpc.system", "grpc")
                .tag("rpc.service", Objects.requireNonNullElse(method.getServiceName(), ""))
                .tag("rpc.method", Objects.requireNonNullElse(method.getBareMethodName(), ""))
                .tag("rpc.grpc.status_code", Integer.toString(code.value()))
                .register(meters);
    }

    private final class Server implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Method method = method(call.getMethodDescriptor());
            long since = System.nanoTime();
            ServerCall.Listener<Q> listener =
                    next.startCall(
                            new SimpleForwardingServerCall<>(call) {
                                @Override
                                public void close(Status status, Metadata trailers) {
                                    method.ended(status.getCode(), since);
                                    super.close(status, trailers);
                                }
                            },
                            headers);
            return new SimpleForwardingServerCallListener<>(listener) {
                @Override
                public void onCancel() {
                    method.ended(Status.Code.CANCELLED, since);
                    super.onCancel();
                }
            };
        }
    }

    private final class Client implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(
                MethodDescriptor<Q, A> descriptor, CallOptions options, Channel next) {
            Method method = method(descriptor);
            long since = System.nanoTime();
            return new SimpleForwardingClientCall<>(next.newCall(descriptor, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    super.start(
                            new SimpleForwardingClientCallListener<>(listener) {
                                @Override
                                public void onClose(Status status, Metadata trailers) {
                                    method.ended(status.getCode(), since);
                                    super.onClose(status, trailers);
                                }
                            },
                            headers);
                }
            };
        }
    }
}
