package posthorn.frontend.net;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.settings.FrontendSettingsCheck;
import posthorn.runtime.StopOrder;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.Spread;

/**
 * All listeners of this service, closed together when it stops: each session ends after the command
 * in hand, within one grace time for all. They are not told at once, so that their clients do not
 * all come to the other pods in one moment. Any thread.
 */
@Singleton
public final class FrontendListeners {
    private final Duration grace;
    private final Spread spread;
    private final List<MailListener> listeners = new CopyOnWriteArrayList<>();

    @Inject
    FrontendListeners(FrontendSettings settings) {
        FrontendSettingsCheck.check(settings.stop());
        this.grace = settings.stop().grace();
        Duration wanted = settings.stop().spread();
        this.spread = new Spread(wanted.compareTo(grace) < 0 ? wanted : grace, new SecureRandom());
    }

    /** From now on it is closed with the others. */
    public void add(MailListener listener) {
        listeners.add(listener);
    }

    void stop(@Observes @Priority(StopOrder.LISTENERS) ShutdownEvent event) {
        List<Thread> closing =
                listeners.stream()
                        .map(listener ->
                                Thread.ofVirtual().start(() -> listener.close(grace, spread)))
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
