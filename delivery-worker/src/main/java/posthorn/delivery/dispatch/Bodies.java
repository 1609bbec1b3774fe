package posthorn.delivery.dispatch;

/** The octets of queued messages. */
public interface Bodies {

    /**
     * The first octets of a body.
     *
     * @param limit at most so many
     * @throws AnswerLost when they cannot be read now
     */
    byte[] head(Body body, int limit);

    /**
     * Drops a transit body; does nothing for others, or when it is gone already.
     *
     * @throws AnswerLost when it may still be there
     */
    void drop(Body body);
}
