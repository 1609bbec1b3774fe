package posthorn.frontend.net;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.settings.FrontendSettingsCheck;
import posthorn.runtime.StopOrder;
import posthorn.runtime.net.MailListener;

/**
 * All listeners of this service, closed together when it stops: each session ends after the command
 * in hand, within one grace time for all. Any thread.
 */
@Singleton
public final class FrontendListeners {
    private final Duration grace;
    private final List<MailListener> listeners = new CopyOnWriteArrayList<>();

    @Inject
    FrontendListeners(FrontendSettings settings) {
        this.grace = settings.stop().grace();
        FrontendSettingsCheck.check(settings.stop());
    }

    /** From now on it is closed with the others. */
    public void add(MailListener listener) {
        listeners.add(listener);
    }

    void stop(@Observes @Priority(StopOrder.LISTENERS) ShutdownEvent event) {
        List<Thread> closing =
                listeners.stream()
                        .map(listener -> Thread.ofVirtual().start(() -> listener.close(grace)))
                        .toList();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
