package posthorn.delivery;

import java.time.Duration;
import posthorn.delivery.pace.PaceRounds;

/** What is done about the pace again and again. For one thread. */
final class PaceTask {

    private final PaceRounds rounds;
    private final AttemptThreads attempts;
    private final PaceGauges gauges;
    private final Duration every;

    PaceTask(PaceRounds rounds, AttemptThreads attempts, PaceGauges gauges, Duration every) {
        this.rounds = rounds;
        this.attempts = attempts;
        this.gauges = gauges;
        this.every = every;
    }

    /** How often it is done. */
    Duration every() {
        return every;
    }

    /** Renews shares, and begins what may begin now that time has passed. */
    void run() {
        try {
            rounds.round();
        } finally {
            attempts.startWaiting();
            gauges.look();
        }
    }
}
