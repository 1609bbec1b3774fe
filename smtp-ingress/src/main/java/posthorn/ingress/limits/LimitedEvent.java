package posthorn.ingress.limits;

/** What is counted. */
public enum LimitedEvent {
    /** A client has connected. */
    CONNECTION,
    /** A client that has not signed in has begun a message. */
    MESSAGE,
    /** A user has begun a message. */
    SUBMITTED_MESSAGE,
    /** A user has named a recipient that was taken. */
    SUBMITTED_RECIPIENT,
    /** Another server has named one of our accounts as a recipient. */
    RECEIVED_MESSAGE
}
