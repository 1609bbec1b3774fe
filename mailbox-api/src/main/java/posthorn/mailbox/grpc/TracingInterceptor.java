package posthorn.mailbox.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import posthorn.runtime.grpc.TracedService;
import posthorn.runtime.tracing.Tracings;

/** Continues the trace that a caller names. */
@GlobalInterceptor
@Singleton
public final class TracingInterceptor implements ServerInterceptor {

    private final TracedService service;

    @Inject
    TracingInterceptor(Tracings tracings) {
        this.service = new TracedService(tracings.of("mailbox-api"));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return service.interceptCall(call, headers, next);
    }
}
