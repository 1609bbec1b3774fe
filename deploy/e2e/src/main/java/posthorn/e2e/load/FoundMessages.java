package posthorn.e2e.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.load.Sent.Fate;
import posthorn.e2e.sink.SinkMessage;

/**
 * How often each message was found, by where: in INBOXes as a stock client reads them, at the
 * second mail server, in notifications to its sender.
 */
public final class FoundMessages {

    private static final Pattern MARK = Pattern.compile("Message-ID: <(m\\d+\\.\\d+)@load\\.test>");

    private final Map<String, Integer> inboxes = new HashMap<>();
    private final Map<String, Integer> relayed = new HashMap<>();
    private final Map<String, Integer> returned = new HashMap<>();

    /** What was read in one user's INBOX, each message by one call alone. */
    public FoundMessages inbox(String user, List<AngusMessage> messages) {
        for (AngusMessage message : messages) {
            String text = new String(message.octets(), StandardCharsets.ISO_8859_1);
            Matcher mark = MARK.matcher(text);
            if (mark.find()) {
                Map<String, Integer> where = text.contains("multipart/report") ? returned : inboxes;
                where.merge(mark.group(1) + " " + user, 1, Integer::sum);
            }
        }
        return this;
    }

    /** What the second mail server took, each message by one call alone. */
    public FoundMessages sink(List<SinkMessage> messages) {
        for (SinkMessage message : messages) {
            Matcher mark = MARK.matcher(new String(message.content(), StandardCharsets.ISO_8859_1));
            if (mark.find()) {
                relayed.merge(mark.group(1), 1, Integer::sum);
            }
        }
        return this;
    }

    /** Answered messages that are nowhere. */
    public List<Sent> missing(List<Sent> sent) {
        return sent.stream().filter(s -> s.answered() && count(s) == 0).toList();
    }

    /** Messages that are somewhere more than once, answered or not. */
    public List<Sent> doubled(List<Sent> sent) {
        return sent.stream().filter(s -> count(s) > 1).toList();
    }

    /** Messages that are where they must not be. */
    public List<String> misplaced(List<Sent> sent) {
        List<String> lines = new ArrayList<>();
        for (Sent s : sent) {
            boolean atSink = relayed.containsKey(s.mark());
            boolean inReport = returned.containsKey(s.mark() + " " + s.sender());
            if ((s.fate() == Fate.LOCAL && (atSink || inReport))
                    || (s.fate() == Fate.BOUNCED && atSink)
                    || ((s.fate() == Fate.REMOTE || s.fate() == Fate.DEFERRED) && inReport)) {
                lines.add(s.toString());
            }
        }
        return lines;
    }

    private int count(Sent s) {
        return switch (s.fate()) {
            case LOCAL -> inboxes.getOrDefault(s.mark() + " " + s.recipient(), 0);
            case REMOTE, DEFERRED -> relayed.getOrDefault(s.mark(), 0);
            case BOUNCED -> returned.getOrDefault(s.mark() + " " + s.sender(), 0);
        };
    }
}
