package posthorn.mailbox.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import posthorn.mailbox.MailboxSettings;
import posthorn.runtime.StopOrder;
import posthorn.runtime.grpc.CallsInHand;

/** Lets calls in hand end before the process stops, and takes no new ones then. */
@GlobalInterceptor
@Singleton
public final class CallsInterceptor implements ServerInterceptor {

    private static final Logger LOG = Logger.getLogger(CallsInterceptor.class);

    /** Behind those who call, before what they call. */
    private static final int BEFORE_THE_STORE = StopOrder.STORE - 1;

    private final CallsInHand calls = new CallsInHand();
    private final MailboxSettings settings;

    @Inject
    CallsInterceptor(MailboxSettings settings) {
        this.settings = settings;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return calls.interceptCall(call, headers, next);
    }

    void stop(@Observes @Priority(BEFORE_THE_STORE) ShutdownEvent event) {
        if (!calls.stop(settings.stop().grace())) {
            LOG.warnf(
                    "%d calls were not done within posthorn.mailbox-api.stop.grace", calls.held());
        }
    }
}
