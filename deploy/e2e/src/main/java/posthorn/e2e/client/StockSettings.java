package posthorn.e2e.client;

import jakarta.mail.Session;
import java.util.Properties;

/** Settings that all Angus Mail sessions here share. */
final class StockSettings {
    private StockSettings() {}

    /**
     * Session whose settings for the protocol (as in {@code imaps}) trust any certificate and wait
     * at most 30 s.
     */
    static Session session(String protocol, String... more) {
        Properties settings = new Properties();
        String prefix = "mail." + protocol + '.';
        settings.put(prefix + "ssl.trust", "*");
        settings.put(prefix + "ssl.checkserveridentity", "false");
        settings.put(prefix + "connectiontimeout", "30000");
        settings.put(prefix + "timeout", "30000");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(prefix + more[i], more[i + 1]);
        }
        return Session.getInstance(settings);
    }
}
