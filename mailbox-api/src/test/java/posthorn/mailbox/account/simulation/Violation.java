package posthorn.mailbox.account.simulation;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Something that must never be so. It ends the run even when the code that is simulated catches it,
 * as it catches whatever its callers throw.
 */
final class Violation extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private static final ThreadLocal<@Nullable Violation> FIRST = new ThreadLocal<>();

    Violation(String text) {
        super(text);
        remember();
    }

    Violation(String text, Throwable cause) {
        super(text, cause);
        remember();
    }

    private void remember() {
        if (FIRST.get() == null) {
            FIRST.set(this);
        }
    }

    /** A run begins. */
    static void forget() {
        FIRST.remove();
    }

    /** Throws the first one of the run, if there is one. */
    static void rethrow() {
        var first = FIRST.get();
        if (first != null) {
            throw first;
        }
    }
}
