package posthorn.runtime.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a process is not alive any more, and how often it looks at what it depends on. */
@ConfigMapping(prefix = "posthorn.health")
public interface HealthSettings {

    /** How long an event loop or a pool of threads may take to answer, 1 s to 1 h. */
    @WithDefault("30s")
    Duration threadsWithin();

    /**
     * How long a consumer of a topic may be without a poll, 30 s to 1 day. A poll and what is asked
     * of brokers that are away take up to two minutes.
     */
    @WithDefault("5m")
    Duration pollWithin();

    /**
     * How many periods a task may be without an end of a run or another sign of life, 2 to 1000.
     */
    @WithDefault("10")
    int taskPeriods();

    /** The least that is granted to a task however short its period is, 10 s to 1 day. */
    @WithDefault("10m")
    Duration taskWithin();

    /** How long what has to be done to an account may wait for its turn, 1 s to 1 h. */
    @WithDefault("2m")
    Duration accountWithin();

    /** How often what a service depends on is asked whether it answers, 1 s to 1 h. */
    @WithDefault("10s")
    Duration lookEvery();

    /** How often the log repeats that something is away, 1 s to 1 day. */
    @WithDefault("1m")
    Duration tellEvery();
}
