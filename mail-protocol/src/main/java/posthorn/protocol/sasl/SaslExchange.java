package posthorn.protocol.sasl;

/** An exchange that waits for a line of the client. Immutable. */
@FunctionalInterface
public interface SaslExchange {
    /**
     * Step after the client's line, given without its line break: base64, or {@code *} to cancel.
     * Never throws.
     */
    SaslStep respond(String line);
}
