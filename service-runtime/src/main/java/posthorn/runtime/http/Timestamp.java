package posthorn.runtime.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as the API writes them: RFC 3339, UTC. */
public final class Timestamp {

    private Timestamp() {}

    /** Milliseconds since 1970 as a time; null for 0, which stands for none. */
    public static @Nullable String ofMillis(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
    }
}
