package posthorn.imap.session;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The tagged end of a command (RFC 3501 §7.1).
 *
 * @param status OK, NO or BAD
 * @param code response code without brackets; null: none
 * @param text for people
 */
record TaggedResponse(Status status, @Nullable String code, String text) {

    enum Status {
        OK,
        NO,
        BAD
    }

    static TaggedResponse ok(String text) {
        return new TaggedResponse(Status.OK, null, text);
    }

    static TaggedResponse ok(@Nullable String code, String text) {
        return new TaggedResponse(Status.OK, code, text);
    }

    static TaggedResponse no(String text) {
        return new TaggedResponse(Status.NO, null, text);
    }

    static TaggedResponse no(@Nullable String code, String text) {
        return new TaggedResponse(Status.NO, code, text);
    }

    static TaggedResponse bad(String text) {
        return new TaggedResponse(Status.BAD, null, text);
    }

    /** ASCII of a text for people, whatever is in it. */
    static String ascii(String text) {
        String plain = text.replace('\r', ' ').replace('\n', ' ');
        return new String(plain.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }
}
