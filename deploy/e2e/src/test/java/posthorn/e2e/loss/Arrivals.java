package posthorn.e2e.loss;

import jakarta.mail.MessagingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.load.FoundMessages;
import posthorn.e2e.sink.SinkMessage;
import posthorn.e2e.sink.SinkServer;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;

/**
 * What has arrived in INBOXes and at the other server. Each look reads only what the one before did
 * not see: nobody moves or deletes anything here.
 */
final class Arrivals {

    private final MailSystem system;
    private final List<String> users;
    private final SinkServer sink;
    private final FoundMessages found = new FoundMessages();
    private final Map<String, Integer> seen = new HashMap<>();
    private int relayed;

    Arrivals(MailSystem system, List<String> users, SinkServer sink) {
        this.system = system;
        this.users = users;
        this.sink = sink;
    }

    FoundMessages look() throws MessagingException {
        List<SinkMessage> taken = sink.messages();
        found.sink(taken.subList(relayed, taken.size()));
        relayed = taken.size();
        for (int i = 0; i < users.size(); i++) {
            String user = users.get(i);
            AngusImap reader =
                    AngusImap.implicitTls(system.port(Use.IMAPS, i % system.pods()), user, user);
            int before = seen.getOrDefault(user, 0);
            List<AngusMessage> more = reader.readAtOnce("INBOX", before + 1);
            found.inbox(user, more);
            seen.put(user, before + more.size());
        }
        return found;
    }
}
