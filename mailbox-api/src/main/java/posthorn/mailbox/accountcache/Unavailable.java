package posthorn.mailbox.accountcache;

/**
 * Nothing is known of what happened: it may have happened, or may yet happen; ask again under the
 * same key.
 */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unavailable(String reason) {
        super(reason, null, false, false);
    }
}
