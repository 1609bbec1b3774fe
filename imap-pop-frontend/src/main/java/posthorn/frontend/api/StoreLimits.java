package posthorn.frontend.api;

import java.time.Duration;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.runtime.settings.BadSetting;

/** Between which values the settings of the way to the mailboxes have to be. */
final class StoreLimits {
    private static final String PREFIX = "posthorn.imap-pop-frontend.store.";
    private static final long MINUTE = 60_000;

    private StoreLimits() {}

    /**
     * The settings, each of which is between its limits.
     *
     * @throws BadSetting names the first that is not
     */
    static FrontendSettings.Store checked(FrontendSettings.Store store) {
        within("call-timeout", store.callTimeout(), 100, 5 * MINUTE);
        within("retry-timeout", store.retryTimeout(), 0, 5 * MINUTE);
        within("search-timeout", store.searchTimeout(), 1_000, 10 * MINUTE);
        within("sign-in-timeout", store.signInTimeout(), 1_000, 10 * MINUTE);
        within("own-changes-timeout", store.ownChangesTimeout(), 100, 5 * MINUTE);
        within("sessions-per-account", store.sessionsPerAccount(), 1, 100_000);
        within("kept-append", store.keptAppend(), 0, 16_777_216);
        within("append-memory", store.appendMemory(), 1 << 20, 1L << 40);
        within("append-memory-per-account", store.appendMemoryPerAccount(), 1 << 19, 1L << 40);
        within("kept-messages", store.keptMessages(), 0, 100_000_000);
        within("read-ahead", store.readAhead(), 0, 1L << 40);
        return store;
    }

    private static void within(String key, Duration time, long least, long most) {
        BadSetting.unlessWithin(PREFIX + key + " (ms)", time.toMillis(), least, most);
    }

    private static void within(String key, long value, long least, long most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }
}
