package posthorn.ingress.memory;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.RefusedRecipients;

/** Refused recipients by the client's account or address, in a window of time that never ends. */
public final class MemoryRefusedRecipients implements RefusedRecipients {
    private final int most;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private volatile boolean down;

    /** So many are none too many. */
    public MemoryRefusedRecipients(int most) {
        this.most = most;
    }

    /** From now on nobody counts, or counts again. */
    public void down(boolean isDown) {
        down = isDown;
    }

    private static String subject(Client client) {
        return client.user().map(Client.User::account).orElse(client.address());
    }

    @Override
    public boolean count(Client client) throws IOException {
        if (down) {
            throw new IOException("nobody counts");
        }
        return counts.merge(subject(client), 1, Integer::sum) > most;
    }

    @Override
    public boolean isUsedUp(Client client) {
        return counts.getOrDefault(subject(client), 0) > most;
    }
}
