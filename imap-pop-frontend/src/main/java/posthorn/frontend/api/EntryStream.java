package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.Entry;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.WatchAnswer;
import posthorn.protocol.wire.WatchRequest;

/**
 * One Watch call. Entries are asked for one by one: {@link #more} lets the next one come. Its
 * listener is called on threads of gRPC, one call at a time, and hears nothing after {@link
 * #cancel}, but for what was on its way already.
 */
final class EntryStream implements ClientResponseObserver<WatchRequest, WatchAnswer> {

    /** Who follows the stream. */
    interface Listener {
        /** The stream stands; the account is at this entry. */
        void head(EntryStream from, long n);

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

    private final Listener listener;
    private @Nullable ClientCallStreamObserver<WatchRequest> call;
    private boolean progressed;
    private boolean missed;
    private volatile boolean cancelled;

    private EntryStream(Listener listener) {
        this.listener = listener;
    }

    /** Watches from the entry after {@code after} on. */
    static EntryStream open(Channel channel, String account, long after, Listener listener) {
        EntryStream stream = new EntryStream(listener);
        WatchRequest request =
                WatchRequest.newBuilder().setAccount(account).setAfter(after).build();
        MailboxesGrpc.newStub(channel).watch(request, stream);
        return stream;
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
                listener.entry(this, answer.getEntry());
            }
            case RESUME -> {
                missed = true;
                listener.missed(this, progressed);
            }
            case HEAD -> {
                listener.head(this, answer.getHead());
                more();
            }
            case ANSWER_NOT_SET -> more();
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
        if (!cancelled && !missed) {
            listener.broken(this, Status.fromThrowable(error));
        }
    }

    @Override
    public void onCompleted() {
        if (!cancelled && !missed) {
            listener.broken(this, Status.UNAVAILABLE.withDescription("the watch was ended"));
        }
    }

    void cancel() {
        cancelled = true;
        ClientCallStreamObserver<WatchRequest> stream = call;
        if (stream != null) {
            stream.cancel("nobody watches any more", null);
        }
    }
}
