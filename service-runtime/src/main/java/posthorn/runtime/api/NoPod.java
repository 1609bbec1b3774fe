package posthorn.runtime.api;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Where calls go while no pod is known: each is answered UNAVAILABLE at once, as by a pod that
 * cannot be reached.
 */
final class NoPod extends Channel {

    private final String why;

    /**
     * Answers with these words.
     *
     * @param why for people
     */
    NoPod(String why) {
        this.why = why;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        return new ClientCall<>() {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                listener.onClose(Status.UNAVAILABLE.withDescription(why), new Metadata());
            }

            @Override
            public void request(int messages) {
                // There is nothing to ask for.
            }

            @Override
            public void cancel(@Nullable String message, @Nullable Throwable cause) {
                // It has ended already.
            }

            @Override
            public void halfClose() {
                // Nobody listens.
            }

            @Override
            public void sendMessage(Q message) {
                // Nobody listens.
            }
        };
    }

    @Override
    public String authority() {
        return "";
    }
}
