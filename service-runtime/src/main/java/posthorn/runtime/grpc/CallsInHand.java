package posthorn.runtime.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The calls that are being answered, so that a server can stop without cutting one off: it takes no
 * new ones, ends streams of answers, which would go on for as long as somebody listens, and waits
 * for the others. Whoever is turned away is told UNAVAILABLE, and asks another server. Safe for all
 * threads.
 */
public final class CallsInHand implements ServerInterceptor {

    private static final Status STOPPING =
            Status.UNAVAILABLE.withDescription("this server stops: ask another one");

    private final Set<Call<?, ?>> open = new HashSet<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private boolean stopping;

    /** None yet. */
    public CallsInHand() {}

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Call<Q, A> counted = new Call<>(call);
        if (!enter(counted)) {
            call.close(STOPPING, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        ServerCall.Listener<Q> listener;
        try {
            listener = next.startCall(counted, headers);
        } catch (RuntimeException e) {
            leave(counted);
            throw e;
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onComplete() {
                leave(counted);
                super.onComplete();
            }

            @Override
            public void onCancel() {
                leave(counted);
                super.onCancel();
            }
        };
    }

    private synchronized boolean enter(Call<?, ?> call) {
        return !stopping && open.add(call);
    }

    private void leave(Call<?, ?> call) {
        boolean last;
        synchronized (this) {
            open.remove(call);
            last = stopping && open.isEmpty();
        }
        if (last) {
            over.complete(null);
        }
    }

    /** Calls that are being answered. */
    public synchronized int held() {
        return open.size();
    }

    /**
     * Takes no new calls, ends streams of answers at once, and waits for the others.
     *
     * @param grace how long
     * @return whether all have ended
     */
    public boolean stop(Duration grace) {
        List<Call<?, ?>> streams;
        synchronized (this) {
            stopping = true;
            streams = open.stream().filter(Call::isStream).toList();
            if (open.isEmpty()) {
                over.complete(null);
            }
        }
        streams.forEach(stream -> {
            stream.end();
            leave(stream);
        });
        try {
            over.get(grace.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A call that may be ended beside whoever answers it: what comes after that is dropped. */
    private static final class Call<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean ended;

        Call(ServerCall<Q, A> call) {
            super(call);
        }

        boolean isStream() {
            return getMethodDescriptor().getType() == MethodType.SERVER_STREAMING;
        }

        void end() {
            close(STOPPING, new Metadata());
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!ended) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!ended) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!ended) {
                ended = true;
                super.close(status, trailers);
            }
        }
    }
}
