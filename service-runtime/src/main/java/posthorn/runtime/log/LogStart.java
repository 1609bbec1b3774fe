package posthorn.runtime.log;

import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.SizeRotatingFileHandler;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.SecretFile;

/** Puts the settings of the log into effect, before anything else starts. */
@Singleton
public final class LogStart {

    private static final int FIRST = 1;
    private static final int LAST = Integer.MAX_VALUE;

    private final LogSettings settings;
    private @Nullable Handler audit;

    @Inject
    LogStart(LogSettings settings) {
        LogSettings.check(settings);
        this.settings = settings;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        LoggedAddress.write(
                settings.addresses(),
                settings.addressKeyFile()
                        .map(file -> SecretFile.read("posthorn.log.address-key-file", file))
                        .map(key -> key.getBytes(StandardCharsets.UTF_8))
                        .orElse(new byte[0]));
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            stamp(handler);
            format(handler);
        }
        settings.auditFile().ifPresent(this::auditTo);
    }

    private static void stamp(Handler handler) {
        if (!(handler.getFilter() instanceof StampedFields)) {
            handler.setFilter(new StampedFields(handler.getFilter()));
        }
    }

    /** Handlers stand before handlers. */
    private static void format(Handler handler) {
        if (handler.getFormatter() instanceof JsonFormatter json && !(json instanceof JsonLines)) {
            handler.setFormatter(new JsonLines(json));
        }
        if (handler instanceof ExtHandler outer) {
            for (Handler inner : outer.getHandlers()) {
                format(inner);
            }
        }
    }

    private void auditTo(Path file) {
        Logger category = Logger.getLogger(Audit.CATEGORY);
        try {
            SizeRotatingFileHandler handler = new SizeRotatingFileHandler(file.toFile(), true);
            handler.setRotateSize(settings.auditFileOctets());
            handler.setMaxBackupIndex(settings.auditFilesKept());
            handler.setEncoding(StandardCharsets.UTF_8.name());
            handler.setAutoFlush(true);
            handler.setFormatter(new JsonLines());
            stamp(handler);
            category.addHandler(handler);
            category.setUseParentHandlers(false);
            audit = handler;
        } catch (IOException e) {
            throw new BadSetting(
                    "posthorn.log.audit-file", "is " + file + ", which cannot be written");
        }
    }

    void stop(@Observes @Priority(LAST) ShutdownEvent event) {
        Handler open = audit;
        if (open != null) {
            Logger category = Logger.getLogger(Audit.CATEGORY);
            category.removeHandler(open);
            category.setUseParentHandlers(true);
            open.close();
        }
    }
}
