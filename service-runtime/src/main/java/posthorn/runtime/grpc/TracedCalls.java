package posthorn.runtime.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import posthorn.runtime.tracing.NoSpan;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;

/**
 * A span for each call that is made inside another span, which the other side continues. Other
 * calls pass as they are.
 */
public final class TracedCalls implements ClientInterceptor {

    static final Metadata.Key<String> FIELD =
            Metadata.Key.of(TraceContext.FIELD, Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        Span around = Span.current();
        ClientCall<Q, A> call = next.newCall(method, options);
        return around instanceof NoSpan ? call : new Traced<>(call, begin(method, around));
    }

    private static Span begin(MethodDescriptor<?, ?> method, Span around) {
        Span span = around.child(method.getFullMethodName(), SpanKind.CLIENT);
        describe(span, method);
        return span;
    }

    /** What the semantic conventions want of a span of a call. */
    static void describe(Span span, MethodDescriptor<?, ?> method) {
        span.set("rpc.system", "grpc");
        span.set("rpc.service", String.valueOf(method.getServiceName()));
        span.set("rpc.method", String.valueOf(method.getBareMethodName()));
    }

    /** How it ended. */
    static void ended(Span span, Status status) {
        span.set("rpc.grpc.status_code", status.getCode().value());
        if (!status.isOk()) {
            span.failed(status.getCode().name());
        }
        span.end();
    }

    private static final class Traced<Q, A>
            extends ForwardingClientCall.SimpleForwardingClientCall<Q, A> {
        private final Span span;

        Traced(ClientCall<Q, A> call, Span span) {
            super(call);
            this.span = span;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            TraceContext context = span.context();
            if (context.exists()) {
                headers.discardAll(FIELD);
                headers.put(FIELD, context.traceparent());
            }
            super.start(
                    new ForwardingClientCallListener.SimpleForwardingClientCallListener<A>(
                            listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            ended(span, status);
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
        }
    }
}
