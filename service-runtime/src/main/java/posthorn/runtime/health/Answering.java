package posthorn.runtime.health;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Threads that have to answer. Each is given a task that does nothing whenever somebody looks; how
 * long that has waited says how long the threads have been busy with something else. Nothing runs
 * while nobody looks. Safe for all threads.
 */
final class Answering {

    /** The question to one executor. */
    private static final class Question {
        private final Executor executor;
        private boolean open;
        private long askedAt;

        Question(Executor executor) {
            this.executor = executor;
        }
    }

    private final Map<String, Question> questions = new ConcurrentSkipListMap<>();
    private final LongSupplier nanos;

    Answering(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void add(String name, Executor executor) {
        questions.put(name, new Question(executor));
    }

    /** Those that have not answered for so long, with how long; asks those that have answered. */
    Map<String, Duration> silent(Duration within) {
        Map<String, Duration> silent = new TreeMap<>();
        questions.forEach((name, question) -> {
            Duration since = ask(question);
            if (since.compareTo(within) > 0) {
                silent.put(name, since);
            }
        });
        return silent;
    }

    int size() {
        return questions.size();
    }

    private Duration ask(Question question) {
        long now = nanos.getAsLong();
        synchronized (question) {
            if (question.open) {
                return Duration.ofNanos(now - question.askedAt);
            }
            question.open = true;
            question.askedAt = now;
        }
        try {
            question.executor.execute(() -> answered(question));
        } catch (RejectedExecutionException e) {
            // It was shut down: the process stops.
            answered(question);
        }
        return Duration.ZERO;
    }

    private static void answered(Question question) {
        synchronized (question) {
            question.open = false;
        }
    }
}
