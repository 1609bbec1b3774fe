package posthorn.mailbox.worker;

import io.vertx.core.buffer.Buffer;

/**
 * What delivery-worker answered.
 *
 * @param status of HTTP
 * @param type media type; empty: none
 * @param body octets as they came
 */
public record WorkerAnswer(int status, String type, Buffer body) {

    /** Whether it is what was asked for. */
    public boolean isGood() {
        return status / 100 == 2;
    }
}
