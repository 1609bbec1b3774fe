package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.MessageAppend;
import posthorn.frontend.store.OctetShares;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.CommandResult;

/**
 * A message on its way into a mailbox. A small one is collected here, and sent again under the same
 * key when a pod goes before it has answered. A large one is passed on in full chunks, once: when
 * that fails, whether it was stored is unknown. What is held of either is charged to its account.
 */
final class GrpcMessageAppend implements MessageAppend {
    private static final int FIRST = 8 * 1024;

    private final RetriedCalls calls;
    private final AppendHeader header;
    private final OctetShares budget;
    private final Function<CommandResult, StoreResult> outcome;
    private final boolean small;
    private byte[] buffer = new byte[0];
    private int filled;
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
            OctetShares budget,
            Function<CommandResult, StoreResult> outcome) {
        this.calls = calls;
        this.header = header;
        this.budget = budget;
        this.outcome = outcome;
        this.small = header.getSize() <= mostCollected;
    }

    @Override
    public boolean write(byte[] octets, int offset, int length) {
        written += length;
        if (written > header.getSize()) {
            throw new IllegalArgumentException("more octets than announced");
        }
        int at = offset;
        while (at < offset + length) {
            if (!small && filled == AppendCall.CHUNK) {
                pass();
            }
            int count = Math.min(offset + length - at, full() - filled);
            if (!room(filled + count)) {
                return false;
            }
            System.arraycopy(octets, at, buffer, filled, count);
            filled += count;
            at += count;
        }
        return true;
    }

    /** Octets at which the buffer is full. */
    private int full() {
        return small ? (int) header.getSize() : AppendCall.CHUNK;
    }

    private boolean room(int octets) {
        if (octets <= buffer.length) {
            return true;
        }
        int size = Math.min(full(), Math.max(FIRST, Math.max(octets, 2 * buffer.length)));
        if (!budget.take(header.getAccount(), (long) size - buffer.length)) {
            return false;
        }
        buffer = Arrays.copyOf(buffer, size);
        return true;
    }

    /** Passes a large message's chunk on. */
    private void pass() {
        try {
            started().send(buffer, filled);
            filled = 0;
        } catch (StatusRuntimeException e) {
            throw new StoreUnavailableException("the message cannot be stored", e);
        }
    }

    private AppendCall started() {
        AppendCall there = upload;
        if (there == null) {
            there = start(calls.streams(header.getAccount()));
            upload = there;
        }
        return there;
    }

    private AppendCall start(Channel channel) {
        return AppendCall.start(channel, header, calls.timeouts().call());
    }

    @Override
    public StoreResult finish() {
        if (written != header.getSize()) {
            throw new IllegalStateException("fewer octets than announced");
        }
        try {
            return outcome.apply(
                    small ? calls.untilAnswered(header.getAccount(), this::send) : rest());
        } catch (StatusRuntimeException e) {
            throw new StoreUnavailableException("it is unknown whether the message was stored", e);
        } finally {
            close();
        }
    }

    private CommandResult rest() {
        AppendCall call = started();
        call.send(buffer, filled);
        return call.finish();
    }

    private CommandResult send(Channel channel) {
        AppendCall attempt = start(channel);
        try {
            attempt.send(buffer, filled);
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
        budget.give(header.getAccount(), buffer.length);
        buffer = new byte[0];
        filled = 0;
    }
}
