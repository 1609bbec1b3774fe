package posthorn.runtime.health;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What has to go on by itself: tasks that repeat and consumers that poll, each with a name and how
 * long it has given no sign of life. Safe for all threads.
 */
@Singleton
public class TaskWatch {

    /** A task. */
    public interface Task {
        /** Name of its service and its own, as in {@code delivery-worker: queue-runner}. */
        String name();

        /** Time between two runs; empty: it is not run yet, or in no rhythm. */
        Optional<Duration> period();

        /** Whether its runs read a topic. */
        boolean polls();

        /** Time since a run ended or said that it goes on, or since it was to run first. */
        Duration silence();
    }

    private final Map<Task, Boolean> tasks = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Optional<Duration>>> consumers = new ConcurrentHashMap<>();

    /** Has a task watched until {@link #end}. */
    public void begin(Task task) {
        tasks.put(task, true);
    }

    /** Has a task watched no more. */
    public void end(Task task) {
        tasks.remove(task);
    }

    /**
     * Has a consumer watched, as long as the process lives.
     *
     * @param sincePoll how long ago it polled last; empty: it has not begun, or was stopped
     */
    public void consumer(String name, Supplier<Optional<Duration>> sincePoll) {
        consumers.put(name, sincePoll);
    }

    int tasks() {
        return (int) tasks.keySet().stream().filter(task -> task.period().isPresent()).count();
    }

    int consumers() {
        return consumers.size() + (int) tasks.keySet().stream().filter(Task::polls).count();
    }

    /** Tasks that have been silent for more than so many of their periods, and for that time. */
    Map<String, Duration> silentTasks(int periods, Duration least) {
        Map<String, Duration> silent = new TreeMap<>();
        for (Task task : tasks.keySet()) {
            Duration since = task.silence();
            if (task.period()
                    .filter(each -> since.compareTo(longer(each, periods, least)) > 0)
                    .isPresent()) {
                silent.put(task.name(), since);
            }
        }
        return silent;
    }

    private static Duration longer(Duration period, int periods, Duration least) {
        Duration most = period.multipliedBy(periods);
        return most.compareTo(least) > 0 ? most : least;
    }

    /** Consumers that have not polled for longer than that. */
    Map<String, Duration> silentConsumers(Duration within) {
        Map<String, Duration> silent = new TreeMap<>();
        consumers.forEach((name, sincePoll) ->
                sincePoll
                        .get()
                        .filter(since -> since.compareTo(within) > 0)
                        .ifPresent(since -> silent.put(name, since)));
        tasks.keySet().stream()
                .filter(task -> task.polls() && task.silence().compareTo(within) > 0)
                .forEach(task -> silent.put(task.name(), task.silence()));
        return silent;
    }
}
