package posthorn.runtime.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name this server gives itself: {@code posthorn.hostname}, else the machine's. */
@Singleton
public final class Hostname {

    private final String name;

    @Inject
    Hostname(PosthornSettings settings) {
        this.name = settings.hostname().orElseGet(Hostname::ofMachine);
        if (!name.matches("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
            throw new BadSetting("posthorn.hostname", "'" + name + "' is no host name");
        }
    }

    /** Fully qualified where the setting or the machine says so; ASCII. */
    public String name() {
        return name;
    }

    private static String ofMachine() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
