package posthorn.frontend.store;

/**
 * The store cannot be reached, or did not answer in time. Whether a command happened is unknown;
 * repeating a read does no harm.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message) {
        super(message);
    }

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
