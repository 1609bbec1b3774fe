package posthorn.mailbox.account.simulation;

import java.io.Serial;

/** Something that must never happen has happened. */
final class Violation extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }

    Violation(String what, Throwable cause) {
        super(what, cause);
    }
}
