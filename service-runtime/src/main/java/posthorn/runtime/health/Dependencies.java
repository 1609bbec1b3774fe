package posthorn.runtime.health;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * What this process needs that is outside of it, each known by its name. Services of one process
 * share what they share. Safe for all threads.
 */
@Singleton
public class Dependencies {

    private final Map<String, Dependency> all = new ConcurrentSkipListMap<>();
    private final List<Thread> looking = new CopyOnWriteArrayList<>();
    private final Duration lookEvery;
    private final Duration tellEvery;
    private final LongSupplier nanos;

    /** Nothing yet, looked at as the settings say. */
    @Inject
    public Dependencies(HealthSettings settings) {
        this(settings.lookEvery(), settings.tellEvery(), System::nanoTime);
        HealthSettingsCheck.check(settings);
    }

    /**
     * Nothing yet.
     *
     * @param lookEvery how often each is asked
     * @param tellEvery how often the log repeats that one is away
     * @param nanos a clock that never goes back
     */
    public Dependencies(Duration lookEvery, Duration tellEvery, LongSupplier nanos) {
        this.lookEvery = lookEvery;
        this.tellEvery = tellEvery;
        this.nanos = nanos;
    }

    /** The one of that name, as in {@code kafka}, {@code mongodb} or {@code mailbox-api}. */
    public Dependency named(String name) {
        return all.computeIfAbsent(name, key -> new Dependency(key, tellEvery, nanos));
    }

    /**
     * Asks one again and again, on a thread of its own, until the process ends.
     *
     * @param question blocks for a bounded time, and throws when there is no answer
     */
    public Dependency watch(String name, Question question) {
        Dependency dependency = named(name);
        looking.add(
                Thread.ofVirtual().name("look-at-" + name).start(() -> look(dependency, question)));
        return dependency;
    }

    private void look(Dependency dependency, Question question) {
        try {
            while (true) {
                ask(dependency, question);
                // What is asked does not say by itself that it is away or back.
                Thread.sleep(lookEvery);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One question, whose failure is the answer. */
    static void ask(Dependency dependency, Question question) throws InterruptedException {
        try {
            question.ask();
            dependency.answers();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            dependency.away(words(e));
        }
    }

    /** Why, in the words of the innermost cause. */
    static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** The state of each in words, by name. */
    public Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        all.forEach((name, dependency) -> states.put(name, dependency.state()));
        return states;
    }

    @PreDestroy
    void close() {
        new ArrayList<>(looking).forEach(Thread::interrupt);
    }
}
