package posthorn.standalone;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands the progress that began before the services on to them. */
final class TerminalProgress {

    private static volatile @Nullable Progress current;

    /** Called once, before the services start. */
    static void use(Progress progress) {
        current = progress;
    }

    @Produces
    @Singleton
    Progress progress() {
        return Objects.requireNonNull(current, "the services were not started by Up");
    }
}
