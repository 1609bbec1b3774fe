package posthorn.runtime.http;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags (RFC 9110 §8.8.3), by which a client says which state of a resource it wants to
 * change: {@link HttpHeaders#IF_MATCH}.
 */
public final class EntityTags {

    private static final int OCTETS = 12;

    private EntityTags() {}

    /**
     * The tag of a state.
     *
     * @param state all that the resource shows and that can be changed, or a version that changes
     *     with it; its text counts
     */
    public static EntityTag of(Object state) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(state.toString().getBytes(StandardCharsets.UTF_8));
            return new EntityTag(HexFormat.of().formatHex(digest, 0, OCTETS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a change may be made.
     *
     * @param ifMatch the field of the request (RFC 9110 §13.1.1); null: it has none, and asks for
     *     nothing
     * @param current the tag of the state that is about to be changed
     */
    public static boolean allow(@Nullable String ifMatch, EntityTag current) {
        return ifMatch == null
                || ifMatch.strip().equals("*")
                || Arrays.stream(ifMatch.split(","))
                        .map(String::strip)
                        .anyMatch(('"' + current.getValue() + '"')::equals);
    }

    /** What is answered where it may not. */
    public static Problem changedMeanwhile() {
        return Problem.of(
                ProblemCode.CHANGED_MEANWHILE,
                "It is not as you saw it: somebody has changed it since.",
                "Read it again, and repeat your change if it is still wanted.");
    }
}
