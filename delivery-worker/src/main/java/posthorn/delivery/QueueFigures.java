package posthorn.delivery;

import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import posthorn.delivery.mongo.MongoQueueLookup;

/**
 * The queue of all workers, at one moment.
 *
 * @param depth messages with something left to do
 * @param broken those of them whose document this release cannot read
 * @param oldestSeconds age of the oldest of them; 0: there is none
 * @param overdueSeconds how long the attempt that was due first has been due; 0: none is
 */
record QueueFigures(long depth, long broken, double oldestSeconds, double overdueSeconds) {

    /** As they are now; asks the queue, blocking. */
    static QueueFigures ask(MongoQueueLookup queue, InstantSource clock) {
        long depth = queue.depth();
        if (depth == 0) {
            return new QueueFigures(0, 0, 0, 0);
        }
        long now = clock.millis();
        return new QueueFigures(
                depth,
                queue.broken(),
                queue.oldest().map(at -> seconds(now - at)).orElse(0.0),
                queue.firstDue(now).map(at -> seconds(now - at)).orElse(0.0));
    }

    private static double seconds(long millis) {
        return Math.max(0, millis) / 1000.0;
    }

    /** By the names that their metrics have. */
    SortedMap<String, Double> byName() {
        SortedMap<String, Double> figures = new TreeMap<>();
        figures.put("posthorn_queue_depth", (double) depth);
        figures.put("posthorn_queue_broken", (double) broken);
        figures.put("posthorn_queue_oldest_age_seconds", oldestSeconds);
        figures.put("posthorn_queue_overdue_age_seconds", overdueSeconds);
        return figures;
    }
}
