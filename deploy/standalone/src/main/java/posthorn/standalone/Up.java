package posthorn.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.StartFailure;
import posthorn.runtime.settings.SettingsCheck;

/**
 * Starts one after the other: the lock on the data directory, the store, the log, the services; and
 * stops them in the opposite order. A store or log that is named by {@code posthorn.mongodb.uri} or
 * {@code posthorn.kafka.servers} is used instead of ours.
 */
@QuarkusMain
public final class Up {

    private static final CountDownLatch SERVICES_STOPPED = new CountDownLatch(1);

    private Up() {}

    /** The launcher's {@code up}; all it wants to say stands in settings. */
    public static void main(String[] args) {
        Progress progress = new Progress(System.out, System.err, System::nanoTime);
        try {
            SmallRyeConfig config = SettingsCheck.run();
            quietUntilConfigured();
            Infrastructure backing = Infrastructure.start(config, progress);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(backing, progress), "stop"));
            progress.begin("services");
            TerminalProgress.use(progress);
            Quarkus.run(ReadyTable.class, (code, cause) -> ended(progress, code, cause), args);
        } catch (RuntimeException e) {
            System.exit(told(progress, e));
        }
    }

    /** What the log's parts say before settings are read would bury what is wrong with those. */
    private static void quietUntilConfigured() {
        for (String name : List.of("kafka", "org.apache.kafka")) {
            Logger.getLogger(name).setLevel(Level.SEVERE);
        }
    }

    private static void ended(Progress progress, int code, @Nullable Throwable cause) {
        SERVICES_STOPPED.countDown();
        System.exit(cause == null ? code : Math.max(code, told(progress, cause)));
    }

    private static int told(Progress progress, Throwable cause) {
        StartFailure failure = StartFailure.of(cause);
        progress.failed(failure.reason());
        return failure.exitCode();
    }

    private static void stop(Infrastructure backing, Progress progress) {
        progress.begin("stopping");
        try {
            SERVICES_STOPPED.await();
            backing.close();
            progress.done("stopped, everything is on disk");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
