package posthorn.runtime;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The ports that are open, for whoever shows them to an operator. Safe for all threads. */
@Singleton
public class OpenPorts {

    /**
     * An open port.
     *
     * @param use what it is for, as in {@code SMTP from other servers, STARTTLS}
     * @param port the actual one, also where the setting said 0
     */
    public record OpenPort(String use, int port) {}

    private final List<OpenPort> ports = new CopyOnWriteArrayList<>();

    /** Called by a listener once it is bound. */
    public void opened(String use, int port) {
        ports.add(new OpenPort(use, port));
    }

    /** In the order in which they were opened. */
    public List<OpenPort> all() {
        return List.copyOf(ports);
    }
}
