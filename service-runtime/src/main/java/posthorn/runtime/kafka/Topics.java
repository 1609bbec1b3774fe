package posthorn.runtime.kafka;

/**
 * Names of the topics; brokers that several installations share know them by {@link
 * KafkaConnection#named}. Keys are strings, values are the protobuf records named here, as bytes.
 */
public final class Topics {

    /**
     * {@code AcceptedMail} by message id: every message that was answered with 250. Nothing expires
     * here by time or size.
     */
    public static final String ACCEPTED = "mail.accepted";

    /** {@code DeliveryEvent} by message id: the trace, a view for people. */
    public static final String EVENTS = "mail.events";

    /** {@code AccountChanged} by account: notices of new log entries. */
    public static final String CHANGES = "mailbox.changes";

    private Topics() {}
}
