package posthorn.mailbox.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import posthorn.runtime.api.ServiceToken;

/** Lets nobody call who does not show the service token: UNAUTHENTICATED. */
@GlobalInterceptor
@Singleton
public final class TokenInterceptor implements ServerInterceptor {

    private final ServiceToken token;

    @Inject
    TokenInterceptor(ServiceToken token) {
        this.token = token;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (token.shownIn(headers)) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.UNAUTHENTICATED.withDescription(
                        "the service token is missing or another one: see posthorn.service-token-file"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
