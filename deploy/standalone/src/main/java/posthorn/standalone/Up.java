package posthorn.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;
import posthorn.store.rocks.DamagedLog;

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
        quietUntilConfigured();
        try {
            SmallRyeConfig config =
                    new SmallRyeConfigBuilder()
                            .addDefaultSources()
                            .addDefaultInterceptors()
                            .addDiscoveredSources()
                            .addDiscoveredConverters()
                            .withMapping(StandaloneSettings.class)
                            .withMappingIgnore("posthorn.**")
                            .build();
            Infrastructure backing = Infrastructure.start(config, progress);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(backing, progress), "stop"));
            progress.begin("services");
            TerminalProgress.use(progress);
            Quarkus.run(ReadyTable.class, (code, cause) -> ended(progress, code, cause), args);
        } catch (RuntimeException e) {
            progress.failed(reason(e));
            System.exit(exitCode(e, 1));
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
        if (cause != null) {
            progress.failed(reason(cause));
        }
        System.exit(cause == null ? code : exitCode(cause, Math.max(1, code)));
    }

    /** 2 where a setting is wrong, as the launcher's help says. */
    private static int exitCode(Throwable failure, int otherwise) {
        return innermost(failure) instanceof BadSetting
                        || innermost(failure) instanceof ConfigValidationException
                ? 2
                : otherwise;
    }

    /** The innermost cause says what is wrong; a setting is named in its message. */
    private static String reason(Throwable failure) {
        Throwable innermost = innermost(failure);
        return exitCode(innermost, 1) == 2 || innermost instanceof DamagedLog
                ? String.valueOf(innermost.getMessage())
                : innermost.toString();
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
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
