package posthorn.frontend.api;

import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.MessageAppend;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.CommandResult;

/**
 * A message on its way into a mailbox. A small one is collected here, and sent again under the same
 * key when a pod goes before it has answered. A large one is passed on as it comes, once: when that
 * fails, whether it was stored is unknown.
 */
final class GrpcMessageAppend implements MessageAppend {
    private final RetriedCalls calls;
    private final AppendHeader header;
    private final Function<CommandResult, StoreResult> outcome;
    private final @Nullable ByteArrayOutputStream collected;
    private @Nullable AppendCall upload;
    private long written;

    /**
     * A message of which nothing is there yet.
     *
     * @param mostCollected octets up to which a message is small
     * @param outcome waits until the session can see the result
     */
    GrpcMessageAppend(
            RetriedCalls calls,
            AppendHeader header,
            int mostCollected,
            Function<CommandResult, StoreResult> outcome) {
        this.calls = calls;
        this.header = header;
        this.outcome = outcome;
        this.collected =
                header.getSize() <= mostCollected
                        ? new ByteArrayOutputStream((int) header.getSize())
                        : null;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        written += length;
        if (written > header.getSize()) {
            throw new IllegalArgumentException("more octets than announced");
        }
        if (collected != null) {
            collected.write(octets, offset, length);
            return;
        }
        try {
            started().send(octets, offset, length);
        } catch (StatusRuntimeException e) {
            throw new StoreUnavailableException("the message cannot be stored", e);
        }
    }

    private AppendCall started() {
        AppendCall there = upload;
        if (there == null) {
            there =
                    AppendCall.start(
                            calls.channel(header.getAccount()), header, calls.timeouts().call());
            upload = there;
        }
        return there;
    }

    @Override
    public StoreResult finish() {
        if (written != header.getSize()) {
            throw new IllegalStateException("fewer octets than announced");
        }
        try {
            CommandResult result =
                    collected == null
                            ? started().finish()
                            : calls.untilAnswered(
                                    header.getAccount(),
                                    channel -> send(channel, collected.toByteArray()));
            return outcome.apply(result);
        } catch (StatusRuntimeException e) {
            throw new StoreUnavailableException("it is unknown whether the message was stored", e);
        }
    }

    private CommandResult send(io.grpc.Channel channel, byte[] octets) {
        AppendCall attempt = AppendCall.start(channel, header, calls.timeouts().call());
        try {
            attempt.send(octets, 0, octets.length);
            return attempt.finish();
        } finally {
            attempt.cancel();
        }
    }

    @Override
    public void close() {
        if (upload != null) {
            upload.cancel();
        }
    }
}
