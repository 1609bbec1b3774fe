package posthorn.delivery.signing;

import com.google.protobuf.ByteString;

/** What came of signing a message. */
public sealed interface SigningResult {

    /** It is not one that we sign, or its domain has no keys. */
    record Unsigned() implements SigningResult {}

    /**
     * It is signed, and the signatures were verified.
     *
     * @param fields whole header fields, to be put on top of the message
     */
    record Signed(ByteString fields) implements SigningResult {}

    /**
     * It has to wait: it should be signed and could not.
     *
     * @param reason a sentence for people
     * @param alarm whether somebody has to look after it; false: it passes by itself
     */
    record Failed(String reason, boolean alarm) implements SigningResult {}
}
