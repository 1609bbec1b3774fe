package posthorn.runtime.health;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import posthorn.runtime.StartFailure;
import posthorn.runtime.settings.BadSetting;

/**
 * What this process waits for before it can do all of its work. Each piece is attempted in the
 * background until it succeeds, as long as it takes: no service has to be started before another. A
 * setting that turns out to be wrong ends the process. Safe for all threads.
 */
@Singleton
public class Preparations {

    private static final Logger LOG = Logger.getLogger(Preparations.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final List<Preparation> all = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Consumer<BadSetting> ending;

    /** Nothing yet; a wrong setting ends the process with its exit code. */
    @Inject
    public Preparations() {
        this(Preparations::endProcess);
    }

    Preparations(Consumer<BadSetting> ending) {
        this.ending = ending;
    }

    /**
     * Begins one and returns at once.
     *
     * @param name what it is, in words that complete "waits for"
     * @param on whom it waits for; told of each attempt
     * @param work one attempt, which blocks for a bounded time and throws when it has to be made
     *     again; {@link BadSetting} when that would be in vain
     */
    public Preparation begin(String name, Dependency on, Question work) {
        Preparation preparation = new Preparation(name);
        all.add(preparation);
        threads.add(
                Thread.ofVirtual()
                        .name("prepare-" + on.name())
                        .start(() -> untilDone(preparation, on, work)));
        return preparation;
    }

    private void untilDone(Preparation preparation, Dependency on, Question work) {
        try {
            Duration pause = FIRST_PAUSE;
            while (!attempt(on, work)) {
                // What is missing does not say when it has come: it is tried again.
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
            preparation.complete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BadSetting e) {
            preparation.fail(e);
            ending.accept(e);
        }
    }

    private static boolean attempt(Dependency on, Question work) throws InterruptedException {
        try {
            work.ask();
            on.answers();
            return true;
        } catch (InterruptedException | BadSetting e) {
            throw e;
        } catch (Exception e) {
            on.away(Dependencies.words(e));
            LOG.debugf(e, "%s: again later", on.name());
            return false;
        }
    }

    /** What is not done yet. */
    public List<String> waitingFor() {
        return all.stream()
                .filter(preparation -> !preparation.isDone())
                .map(Preparation::name)
                .toList();
    }

    /** Waits until all that has begun is done, as long as it takes. */
    public void awaitAll() {
        all.forEach(Preparation::await);
    }

    /** On a thread of its own: whoever ends a process waits for the threads that it ends. */
    private static void endProcess(BadSetting wrong) {
        StartFailure failure = StartFailure.of(wrong);
        System.err.println("posthorn: " + failure.reason());
        Thread.ofPlatform().name("wrong-setting").start(() -> System.exit(failure.exitCode()));
    }

    @PreDestroy
    void close() {
        threads.forEach(Thread::interrupt);
    }
}
