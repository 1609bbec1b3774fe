package posthorn.delivery.dispatch;

/**
 * A destination of one message taken by one worker for one attempt.
 *
 * @param token fresh for each claim; the update that records the outcome matches it
 * @param worker id of the worker, see {@link Pulse}
 * @param dotted the worker looked at the claim again and went on to send the final dot: whoever
 *     takes such a claim over may send the message a second time, and counts it
 */
public record Claim(String token, String worker, boolean dotted) {

    /** A claim whose worker has not come to the final dot. */
    public Claim(String token, String worker) {
        this(token, worker, false);
    }
}
