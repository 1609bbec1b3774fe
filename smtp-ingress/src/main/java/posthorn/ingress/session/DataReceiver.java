package posthorn.ingress.session;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.MessageAuthentication;
import posthorn.protocol.mime.BinaryParts;
import posthorn.protocol.smtp.Reply;

/**
 * One message on its way in, from DATA to the final dot, or from the first BDAT to the last.
 *
 * <pre>
 * KEEPING    in memory --larger than that--> STREAMING into a transit body
 * any        --refused--> DROPPING: read to the dot, or to the end of the chunk, kept nowhere
 * </pre>
 *
 * <p>Memory is taken from {@link BodyMemory} as it is needed, at most {@link
 * SmtpSessionSettings#inlineBody}, and given back at the end, whichever end it is. A message whose
 * client has used up its share is streamed in smaller pieces.
 */
final class DataReceiver {
    private static final int FIRST = 4 * 1024;
    private static final int SCRATCH = 8 * 1024;

    /** Octets that a decoder may keep for want of room, at most. */
    private static final int MOST_QUEUED = 8;

    /** Octets that are kept, at least, before a message is streamed: a usual header. */
    private static final int SMALLEST_PIECE = 16 * 1024;

    private final Transaction transaction;
    private final String id;
    private final SmtpSessionSettings settings;
    private final BodyMemory.Share memory;
    private final DataDecoder decoder;
    private ByteBuffer buffer;
    private int most;
    private boolean shareUsedUp;
    private long removed;
    private @Nullable Refused refused;
    private TransitStore.@Nullable TransitBody transit;
    private @Nullable ConvertedBody converted;
    private byte[] prefix = new byte[0];
    private @Nullable String messageId;
    private boolean tlsNotRequired;
    private @Nullable MessageAuthentication authentication;
    private @Nullable AuthenticationVerdict verdict;
    private int bodyFrom;
    private int headerHeld;
    private int conversionHeld;

    /**
     * Why the message will not be taken.
     *
     * @param reason why
     * @param reply what to say behind the dot or the chunk
     */
    record Refused(RejectReason reason, Reply reply) {}

    /**
     * A message of which nothing has come.
     *
     * @param bare what becomes of a CR or LF that stands alone
     * @param framing how its end is known
     */
    DataReceiver(
            Transaction transaction,
            String id,
            SmtpSessionSettings settings,
            BodyMemory.Share memory,
            DataDecoder.BareLineBreak bare,
            DataDecoder.Framing framing) {
        this.transaction = transaction;
        this.id = id;
        this.settings = settings;
        this.memory = memory;
        this.decoder = new DataDecoder(settings.maxBodyLine(), bare, framing);
        this.buffer = ByteBuffer.allocate(0);
        this.most = settings.inlineBody();
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

    /** A chunk of so many octets is coming: what is too large with it is refused at once. */
    void announce(long octets) {
        if (octets > settings.maxSize() - decoder.octets()) {
            refuse(RejectReason.TOO_LARGE, settings.maxSize());
        }
    }

    /** The last chunk is there. */
    void finishChunks() {
        boolean out = decoder.finish(refused == null ? buffer : ByteBuffer.allocate(MOST_QUEUED));
        if (!out && memory.take(MOST_QUEUED)) {
            // Memory is full to the last octet: what is queued goes behind it.
            buffer = ByteBuffer.allocate(buffer.capacity() + MOST_QUEUED).put(buffer.flip());
            decoder.finish(buffer);
        } else if (!out) {
            refuse(RejectReason.OUT_OF_MEMORY);
        }
        judge();
    }

    /** Whether what is held has to go somewhere before more can be taken. */
    boolean isFull() {
        return refused == null && buffer.position() >= most;
    }

    /** Whether the memory of the client, or of all, is used up. */
    boolean isShareUsedUp() {
        return shareUsedUp;
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
        memory.giveBack(buffer.capacity() + headerHeld + conversionHeld);
        conversionHeld = 0;
        buffer = ByteBuffer.allocate(0);
        headerHeld = 0;
        authentication = null;
    }

    /**
     * Refuses what is wrong with the octets as soon as it is seen; a bare line break goes first.
     */
    private void judge() {
        if (decoder.bareLineBreak()) {
            refused = null;
            refuse(RejectReason.BARE_LINE_BREAK);
        } else if (decoder.nul()) {
            refuse(RejectReason.NUL_OCTET);
        } else if (decoder.octets() > settings.maxSize()) {
            refuse(RejectReason.TOO_LARGE, settings.maxSize());
        } else if (decoder.lineTooLong()) {
            refuse(RejectReason.BODY_LINE_TOO_LONG, settings.maxBodyLine());
        }
    }

    /** Room for output; none when memory is used up. Grown by doubling. */
    private ByteBuffer room(int wanted) {
        if (refused == null && !buffer.hasRemaining()) {
            grow(wanted);
        }
        return refused == null ? buffer : ByteBuffer.allocate(Math.min(wanted, SCRATCH));
    }

    private void grow(int wanted) {
        int before = buffer.capacity();
        int doubled = Math.max(Math.max(FIRST, before * 2), before + wanted);
        int capacity = Math.min(doubled, most);
        if (memory.take(capacity - before)) {
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        } else if (before >= SMALLEST_PIECE) {
            most = before;
            shareUsedUp = true;
        } else {
            refuse(RejectReason.OUT_OF_MEMORY);
        }
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
        bodyFrom = 0;
        judgeConversion();
    }

    /** Refuses a binary message that is none, or is too large as one of lines. */
    void judgeConversion() {
        ConvertedBody lines = converted;
        if (lines != null && lines.isWrong()) {
            refuse(RejectReason.BINARY_MALFORMED);
        } else if (lines != null && lines.octets() > settings.maxSize()) {
            refuse(RejectReason.TOO_LARGE, settings.maxSize());
        }
    }

    /** Whether its parts may be binary, so that it is never kept as it came. */
    boolean isBinary() {
        return transaction.options().binary();
    }

    /**
     * The checks of its sender have begun; what they keep of the header is counted with the rest. A
     * usual header may be kept where the client's share is used up, as its message goes on, too.
     *
     * @param headerLength octets that are held and belong to the header
     */
    void authenticate(MessageAuthentication checks, int headerLength) {
        if (refused != null) {
            return;
        }
        boolean counted = memory.take(checks.octetsHeld());
        if (counted || checks.octetsHeld() <= SMALLEST_PIECE) {
            headerHeld = counted ? checks.octetsHeld() : 0;
            authentication = checks;
            bodyFrom = headerLength;
        } else {
            refuse(RejectReason.OUT_OF_MEMORY);
        }
    }

    /** Its checks; null: there are none. */
    @Nullable MessageAuthentication authentication() {
        return authentication;
    }

    /** Where in the octets that are held the body begins, as far as the checks have not had it. */
    int bodyFrom() {
        return bodyFrom;
    }

    void judged(AuthenticationVerdict of) {
        verdict = of;
    }

    Optional<AuthenticationVerdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** Takes fields out of what is held; ranges in order, which do not touch. */
    void remove(List<HeaderInspection.Range> ranges) {
        int held = held();
        for (HeaderInspection.Range range : ranges.reversed()) {
            byte[] octets = octets();
            System.arraycopy(octets, range.end(), octets, range.start(), held - range.end());
            held -= range.length();
            removed += range.length();
            bodyFrom -= range.length();
        }
        buffer.position(held);
    }

    void streamInto(TransitStore.TransitBody body) {
        if (refused == null && isBinary()) {
            convertInto(body);
        } else if (refused != null) {
            body.abandon();
        } else {
            transit = body;
        }
    }

    private void convertInto(TransitStore.TransitBody body) {
        converted = new ConvertedBody(body, settings.maxBodyLine());
        transit = converted;
        if (memory.take(BinaryParts.MOST_HELD)) {
            conversionHeld = BinaryParts.MOST_HELD;
        } else {
            refuse(RejectReason.OUT_OF_MEMORY);
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

    /** Whether its header says {@code TLS-Required: No}. */
    boolean tlsNotRequired() {
        return tlsNotRequired;
    }

    void tlsNotRequired(boolean said) {
        tlsNotRequired = said;
    }

    Transaction transaction() {
        return transaction;
    }

    String id() {
        return id;
    }

    /** Octets with what is prepended, without what was taken out. */
    long size() {
        ConvertedBody lines = converted;
        return prefix.length + (lines == null ? decoder.octets() - removed : lines.octets());
    }

    boolean eightBit() {
        return transaction.options().eightBit() || decoder.eightBit();
    }
}
