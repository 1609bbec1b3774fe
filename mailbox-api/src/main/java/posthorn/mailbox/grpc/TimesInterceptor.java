package posthorn.mailbox.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import posthorn.runtime.grpc.CallTimes;

/** Measures how long calls take. */
@GlobalInterceptor
@Singleton
public final class TimesInterceptor implements ServerInterceptor {

    private final ServerInterceptor times;

    @Inject
    TimesInterceptor(MeterRegistry meters) {
        this.times = CallTimes.server(meters);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return times.interceptCall(call, headers, next);
    }
}
