package posthorn.delivery.queue;

/** The octets of queued messages. */
public interface QueuedBodies {

    /**
     * The first octets of a body.
     *
     * @param limit at most so many
     * @throws AnswerLost when they cannot be read now
     */
    byte[] head(QueuedBody body, int limit);

    /**
     * Drops a transit body; does nothing for others, or when it is gone already.
     *
     * @throws AnswerLost when it may still be there
     */
    void drop(QueuedBody body);
}
