package posthorn.standalone.kafka;

import java.util.List;
import org.apache.kafka.server.util.ShutdownableThread;

/**
 * Threads of Kafka that look five times a second, or once, whether something has expired that this
 * broker never has: changes of access lists, records on remote tiers, share groups, quotas and
 * metrics pushed by clients. There is no setting against them; together they took a third of what
 * the machine does while it waits for mail. Each of them ends the way the broker itself ends it.
 */
final class IdleReapers {

    private static final List<String> NAMES =
            List.of(
                    "-AlterAcls",
                    "-RemoteFetch",
                    "-RemoteListOffsets",
                    "-ShareFetch",
                    "share-coordinator-reaper",
                    "share-group-lock-timeout-reaper",
                    "client-metrics-reaper",
                    "-ThrottledChannelReaper-Fetch",
                    "-ThrottledChannelReaper-Produce",
                    "-ThrottledChannelReaper-Request",
                    "-ThrottledChannelReaper-ControllerMutation");

    private IdleReapers() {}

    /** Stops those that run in this process; the broker's own stop finds them stopped. */
    static void stop() {
        running().forEach(ShutdownableThread::initiateShutdown);
    }

    /** Those that run in this process now. */
    static List<ShutdownableThread> running() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> NAMES.stream().anyMatch(thread.getName()::endsWith))
                .filter(ShutdownableThread.class::isInstance)
                .map(ShutdownableThread.class::cast)
                .toList();
    }
}
