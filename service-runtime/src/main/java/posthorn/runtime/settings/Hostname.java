package posthorn.runtime.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The name this server gives itself: {@code posthorn.hostname}, else the machine's. */
@Singleton
public final class Hostname {

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    private final String name;

    @Inject
    Hostname(PosthornSettings settings) {
        this.name = settings.hostname().orElseGet(Hostname::ofMachine);
        check(name);
    }

    /** Refuses what is no host name. */
    public static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BadSetting(
                    "posthorn.hostname",
                    "is '" + name + "', has to be a host name as in mail.example.org");
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
