package posthorn.runtime;

import io.quarkus.runtime.Quarkus;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.api.ServiceToken;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.SettingsCheck;

/**
 * Starts one service alone. All settings are checked before anything else: a wrong one is told in
 * one line, and the exit code is 2.
 */
public final class ServiceMain {

    private ServiceMain() {}

    /** All that the process is told stands in settings. */
    public static void main(String[] args) {
        try {
            ServiceToken.check(SettingsCheck.run().getConfigMapping(PosthornSettings.class));
        } catch (BadSetting e) {
            System.exit(told(e));
        }
        Quarkus.run(null, ServiceMain::ended, args);
    }

    private static void ended(int code, @Nullable Throwable cause) {
        System.exit(cause == null ? code : told(cause));
    }

    private static int told(Throwable cause) {
        StartFailure failure = StartFailure.of(cause);
        System.err.println("posthorn: " + failure.reason());
        return failure.exitCode();
    }
}
