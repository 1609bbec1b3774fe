package posthorn.ingress.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Directory;

/**
 * Connections of users who have signed in. A sign-in that counts no longer ends its connection,
 * also when nothing is sent on it: {@link #look} asks for each user, however many connections are
 * theirs. Safe for all threads.
 */
final class SignedInConnections {
    private final Directory directory;
    private final ConcurrentMap<SmtpConnection, Client.User> users = new ConcurrentHashMap<>();

    SignedInConnections(Directory directory) {
        this.directory = directory;
    }

    void add(SmtpConnection connection, Client.User user) {
        users.put(connection, user);
    }

    void remove(SmtpConnection connection) {
        users.remove(connection);
    }

    int count() {
        return users.size();
    }

    /**
     * Ends the connections whose sign-in counts no longer. Waits for the directory.
     *
     * @throws IOException nobody could be asked: those who were not looked at stay until the next
     *     look
     */
    void look() throws IOException {
        Map<Client.User, List<SmtpConnection>> connections = new HashMap<>();
        users.forEach((connection, user) ->
                connections.computeIfAbsent(user, _ -> new ArrayList<>()).add(connection));
        for (Map.Entry<Client.User, List<SmtpConnection>> each : connections.entrySet()) {
            if (!directory.maySendAs(each.getKey(), List.of()).active()) {
                each.getValue().forEach(SmtpConnection::accessEnded);
            }
        }
    }
}
