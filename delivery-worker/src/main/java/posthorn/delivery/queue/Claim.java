package posthorn.delivery.queue;

/**
 * A destination of one message taken by one worker for one attempt.
 *
 * @param token fresh for each claim; the update that records the result matches it
 * @param worker id of the worker, see {@link DeadWorkers}
 * @param endingData the worker looked at the claim again and went on to send the end of data:
 *     whoever takes such a claim over may send the message a second time, and counts it
 */
public record Claim(String token, String worker, boolean endingData) {

    /** A claim whose worker has not come to the end of data. */
    public Claim(String token, String worker) {
        this(token, worker, false);
    }
}
