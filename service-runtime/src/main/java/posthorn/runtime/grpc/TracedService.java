package posthorn.runtime.grpc;

import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

/**
 * A span for each call that belongs to a trace, which is the current one while the service is told
 * of the call and of each of its requests. Other calls pass as they are.
 */
public final class TracedService implements ServerInterceptor {

    private final Tracing tracing;

    /** Of the service that is called. */
    public TracedService(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        TraceContext caller =
                tracing.on()
                        ? TraceContext.parse(headers.get(TracedCalls.FIELD))
                        : TraceContext.NONE;
        if (!caller.exists()) {
            return next.startCall(call, headers);
        }
        Span span =
                tracing.begin(
                        call.getMethodDescriptor().getFullMethodName(), SpanKind.SERVER, caller);
        TracedCalls.describe(span, call.getMethodDescriptor());
        ServerCall<Q, A> traced =
                new ForwardingServerCall.SimpleForwardingServerCall<Q, A>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        TracedCalls.ended(span, status);
                        super.close(status, trailers);
                    }
                };
        return new Inside<>(span.call(() -> next.startCall(traced, headers)), span);
    }

    private static final class Inside<Q>
            extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final Span span;

        Inside(ServerCall.Listener<Q> listener, Span span) {
            super(listener);
            this.span = span;
        }

        @Override
        public void onMessage(Q message) {
            span.run(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            span.run(super::onHalfClose);
        }

        @Override
        public void onCancel() {
            TracedCalls.ended(span, Status.CANCELLED);
            super.onCancel();
        }
    }
}
