package posthorn.imap.session;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.imap.grammar.ResponseWriter;

/**
 * The tagged end of a command (RFC 3501 §7.1).
 *
 * @param status OK, NO or BAD
 * @param code response code without brackets; null: none
 * @param text for people
 */
record TaggedResponse(CompletionStatus status, @Nullable String code, String text) {

    static TaggedResponse ok(String text) {
        return new TaggedResponse(CompletionStatus.OK, null, text);
    }

    static TaggedResponse ok(@Nullable String code, String text) {
        return new TaggedResponse(CompletionStatus.OK, code, text);
    }

    static TaggedResponse no(String text) {
        return new TaggedResponse(CompletionStatus.NO, null, text);
    }

    static TaggedResponse no(@Nullable String code, String text) {
        return new TaggedResponse(CompletionStatus.NO, code, text);
    }

    static TaggedResponse bad(String text) {
        return new TaggedResponse(CompletionStatus.BAD, null, text);
    }

    /** What a step answers; null: it goes on. A store that went away is an answer, too. */
    static @Nullable TaggedResponse of(Supplier<@Nullable TaggedResponse> step) {
        try {
            return step.get();
        } catch (StoreUnavailableException away) {
            return no("UNAVAILABLE", "The mail store does not answer; try again in a minute");
        }
    }

    /** Writes it behind the tag of its command. */
    void write(ResponseWriter out, String tag) {
        out.raw(tag).raw(' ').raw(status.name()).raw(' ');
        if (code != null) {
            out.raw('[').raw(code).raw("] ");
        }
        out.raw(text).line();
    }

    /** ASCII of a text for people, whatever is in it. */
    static String ascii(String text) {
        String plain = text.replace('\r', ' ').replace('\n', ' ');
        return new String(plain.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }
}
