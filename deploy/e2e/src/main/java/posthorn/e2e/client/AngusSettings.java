package posthorn.e2e.client;

import jakarta.mail.Session;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Settings that all Angus Mail sessions here share. */
final class AngusSettings {
    /**
     * Quarkus's log manager takes every level until an application sets one, and Angus Mail then
     * traces all octets that it reads: it would spend more time on that than the server on its
     * answers. Held here, since loggers are forgotten when nobody holds them.
     */
    private static final Logger CLIENTS = Logger.getLogger("org.eclipse.angus.mail");

    static {
        CLIENTS.setLevel(Level.INFO);
    }

    private AngusSettings() {}

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
