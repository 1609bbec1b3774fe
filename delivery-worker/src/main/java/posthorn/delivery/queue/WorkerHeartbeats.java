package posthorn.delivery.queue;

import java.util.Map;

/** The workers' heartbeats in the store; as durable as the queue, and as unsure of answers. */
public interface WorkerHeartbeats {

    /** Writes the count of a worker. */
    void beat(String worker, long count);

    /** The last count of every worker that is remembered. */
    Map<String, Long> counts();
}
