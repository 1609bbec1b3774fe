package posthorn.ingress.session;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.smtp.Reply;

/**
 * One message on its way in, from DATA to the final dot.
 *
 * <pre>
 * KEEPING    in memory --larger than that--> STREAMING into a transit body
 * any        --refused--> DROPPING: read to the dot, kept nowhere
 * </pre>
 *
 * <p>Memory is taken from {@link BodyMemory} as it is needed, at most {@link
 * SmtpSessionSettings#inlineBody}, and given back at the end, whichever end it is.
 */
final class DataReceiver {
    private static final int FIRST = 4 * 1024;
    private static final int SCRATCH = 8 * 1024;

    private final Transaction transaction;
    private final String id;
    private final SmtpSessionSettings settings;
    private final BodyMemory memory;
    private final DataDecoder decoder;
    private ByteBuffer buffer;
    private @Nullable Refused refused;
    private TransitStore.@Nullable TransitBody transit;
    private byte[] prefix = new byte[0];
    private @Nullable String messageId;

    /**
     * Why the message will not be taken.
     *
     * @param reason why
     * @param reply what to say behind the dot
     */
    record Refused(RejectReason reason, Reply reply) {}

    DataReceiver(
            Transaction transaction, String id, SmtpSessionSettings settings, BodyMemory memory) {
        this.transaction = transaction;
        this.id = id;
        this.settings = settings;
        this.memory = memory;
        this.decoder = new DataDecoder(settings.maxBodyLine());
        this.buffer = ByteBuffer.allocate(0);
    }

    /**
     * Takes what it can of the input: up to the end of the message, or until memory is full and has
     * to be emptied.
     *
     * @return whether the message has ended
     */
    boolean take(ByteBuffer in) {
        boolean ended = false;
        while (!ended && in.hasRemaining() && !isFull()) {
            ended = decoder.decode(in, room(in.remaining()));
            judge();
        }
        return ended;
    }

    /** Whether what is held has to go somewhere before more can be taken. */
    boolean isFull() {
        return refused == null && buffer.position() == settings.inlineBody();
    }

    /** Refuses it; the first reason stays. What was kept is let go. */
    void refuse(RejectReason reason, Object... details) {
        if (refused == null) {
            refused = new Refused(reason, reason.reply(details));
            release();
        }
    }

    /** Gives back memory and the transit body that nobody will name. */
    void release() {
        if (transit != null) {
            transit.abandon();
            transit = null;
        }
        forget();
    }

    /** Gives back memory; a transit body stays, since a record on the log may name it. */
    void forget() {
        memory.giveBack(buffer.capacity());
        buffer = ByteBuffer.allocate(0);
    }

    /**
     * Refuses what is wrong with the octets as soon as it is seen; a bare line break goes first.
     */
    private void judge() {
        if (decoder.bareLineBreak()) {
            refused = null;
            refuse(RejectReason.BARE_LINE_BREAK);
        } else if (decoder.octets() > settings.maxSize()) {
            refuse(RejectReason.TOO_LARGE, settings.maxSize());
        } else if (decoder.lineTooLong()) {
            refuse(RejectReason.BODY_LINE_TOO_LONG, settings.maxBodyLine());
        }
    }

    /** Room for output; never none. Grown by doubling. */
    private ByteBuffer room(int wanted) {
        if (refused == null && !buffer.hasRemaining()) {
            grow(wanted);
        }
        return refused == null ? buffer : ByteBuffer.allocate(Math.min(wanted, SCRATCH));
    }

    private void grow(int wanted) {
        int before = buffer.capacity();
        int doubled = Math.max(Math.max(FIRST, before * 2), before + wanted);
        int capacity = Math.min(doubled, settings.inlineBody());
        if (!memory.take(capacity - before)) {
            refuse(RejectReason.OUT_OF_MEMORY);
            return;
        }
        buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }

    /** Whether so much came behind the limit that waiting for the dot is no use. */
    boolean isEndless() {
        return decoder.octets() / 2 > settings.maxSize();
    }

    boolean hasBareLineBreak() {
        return decoder.bareLineBreak();
    }

    @Nullable Refused refused() {
        return refused;
    }

    /** Octets held; valid up to {@link #held}. */
    byte[] octets() {
        return buffer.array();
    }

    int held() {
        return buffer.position();
    }

    /** What was held is stored elsewhere. */
    void emptied() {
        buffer.clear();
    }

    void streamInto(TransitStore.TransitBody body) {
        if (refused != null) {
            body.abandon();
        } else {
            transit = body;
        }
    }

    TransitStore.@Nullable TransitBody transit() {
        return transit;
    }

    /** The header was read: what stands in front of the message, and its Message-ID. */
    void prepend(byte[] fields, @Nullable String headerMessageId) {
        prefix = fields;
        messageId = headerMessageId;
    }

    byte[] prefix() {
        return prefix;
    }

    @Nullable String messageId() {
        return messageId;
    }

    Transaction transaction() {
        return transaction;
    }

    String id() {
        return id;
    }

    /** Octets with what is prepended. */
    long size() {
        return prefix.length + decoder.octets();
    }

    boolean eightBit() {
        return transaction.options().eightBit() || decoder.eightBit();
    }
}
