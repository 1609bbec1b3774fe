package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.Entry;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.WatchAnswer;
import posthorn.protocol.wire.WatchRequest;
import posthorn.runtime.tracing.NoSpan;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

/**
 * One Watch call. Entries are asked for one by one: {@link #more} lets the next one come. Its
 * listener is called on threads of gRPC, one call at a time, and hears nothing after {@link
 * #cancel}, but for what was on its way already.
 */
final class EntryStream implements ClientResponseObserver<WatchRequest, WatchAnswer> {

    /** Who follows the stream. */
    interface Listener {
        /** The next entry; {@link EntryStream#more} is due when it has been dealt with. */
        void entry(EntryStream from, Entry entry);

        /**
         * Something was missed: the stream has ended, and {@code progressed} tells whether an entry
         * came by it.
         */
        void missed(EntryStream from, boolean progressed);

        /** The stream has ended otherwise. */
        void broken(EntryStream from, Status why);
    }

    /**
     * What all streams have in common.
     *
     * @param open counts those that are open
     * @param tracing of messages that come
     * @param told hears of entries that sessions have been told of
     */
    record Shared(AtomicInteger open, Tracing tracing, Consumer<Entry> told) {}

    private final Listener listener;
    private final Shared shared;
    private final AtomicBoolean counted = new AtomicBoolean(true);
    private @Nullable ClientCallStreamObserver<WatchRequest> call;
    private boolean progressed;
    private boolean missed;
    private volatile boolean cancelled;

    private EntryStream(Listener listener, Shared shared) {
        this.listener = listener;
        this.shared = shared;
        shared.open().incrementAndGet();
    }

    /**
     * Watches from the entry after {@code after} on.
     *
     * @param shared among the streams
     */
    static EntryStream open(
            Channel channel, String account, long after, Listener listener, Shared shared) {
        EntryStream stream = new EntryStream(listener, shared);
        WatchRequest request =
                WatchRequest.newBuilder().setAccount(account).setAfter(after).build();
        try {
            MailboxesGrpc.newStub(channel).watch(request, stream);
            return stream;
        } catch (RuntimeException e) {
            stream.ended();
            throw e;
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(WatchAnswer answer) {
        if (cancelled) {
            return;
        }
        switch (answer.getAnswerCase()) {
            case ENTRY -> {
                progressed = true;
                entry(answer);
            }
            case RESUME -> {
                missed = true;
                listener.missed(this, progressed);
            }
            case HEAD, ANSWER_NOT_SET -> more();
        }
    }

    private void entry(WatchAnswer answer) {
        TraceContext trace = TraceContext.parse(answer.getTraceparent());
        Span span =
                trace.exists()
                        ? shared.tracing().begin("tell sessions", SpanKind.CONSUMER, trace)
                        : NoSpan.ONLY;
        try {
            listener.entry(this, answer.getEntry());
            shared.told().accept(answer.getEntry());
        } finally {
            span.end();
        }
    }

    /** Lets the next answer come. */
    void more() {
        ClientCallStreamObserver<WatchRequest> stream = call;
        if (stream != null) {
            stream.request(1);
        }
    }

    @Override
    public void onError(Throwable error) {
        ended();
        if (!cancelled && !missed) {
            listener.broken(this, Status.fromThrowable(error));
        }
    }

    @Override
    public void onCompleted() {
        ended();
        if (!cancelled && !missed) {
            listener.broken(this, Status.UNAVAILABLE.withDescription("the watch was ended"));
        }
    }

    private void ended() {
        if (counted.compareAndSet(true, false)) {
            shared.open().decrementAndGet();
        }
    }

    void cancel() {
        ended();
        cancelled = true;
        ClientCallStreamObserver<WatchRequest> stream = call;
        if (stream != null) {
            stream.cancel("nobody watches any more", null);
        }
    }
}
