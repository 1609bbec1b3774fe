package posthorn.runtime.kafka;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.health.Dependencies;
import posthorn.runtime.health.Dependency;
import posthorn.runtime.health.Preparation;
import posthorn.runtime.health.Preparations;

/**
 * The log as this process stands to it: whether it answers, and whether its topics have been made.
 * Nothing is produced before: a topic that a broker makes by itself would not keep what it is
 * given. Safe for all threads.
 */
@Singleton
public final class LogState {

    /** Name of the log among the things that a service depends on. */
    public static final String NAME = "kafka";

    private final KafkaTopics topics;
    private final KafkaConnection connection;
    private final Dependencies dependencies;
    private final Preparations preparations;
    private final AtomicReference<@Nullable Admin> admin = new AtomicReference<>();
    private @Nullable Preparation preparation;

    /** Of the log that the settings name; nobody has asked it yet. */
    @Inject
    public LogState(
            KafkaTopics topics,
            KafkaConnection connection,
            Dependencies dependencies,
            Preparations preparations) {
        this.topics = topics;
        this.connection = connection;
        this.dependencies = dependencies;
        this.preparations = preparations;
    }

    /**
     * Begins to make the topics, and looks from then on whether the log answers. Each service of a
     * process calls it at its start and gets the same; nothing is waited for here.
     */
    public synchronized Preparation prepare() {
        Preparation known = preparation;
        if (known != null) {
            return known;
        }
        Dependency log = dependencies.named(NAME);
        Preparation begun = preparations.begin("the topics of kafka", log, topics::ready);
        preparation = begun;
        begun.done().thenRun(() -> dependencies.watch(NAME, this::ask));
        return begun;
    }

    /** Whether the topics are there, and something may be produced. */
    public synchronized boolean isReady() {
        return preparation != null && preparation.isDone();
    }

    private void ask() throws Exception {
        Admin asking = admin.get();
        if (asking == null) {
            asking = connection.admin(Map.of());
            admin.set(asking);
        }
        KafkaTopics.brokers(asking);
    }

    @PreDestroy
    void close() {
        Admin asking = admin.getAndSet(null);
        if (asking != null) {
            // A question to a log that is away would be waited for otherwise, up to a minute.
            asking.close(java.time.Duration.ZERO);
        }
    }
}
