package posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that believes what it is told, and nothing else (RFC 3501 §7): the mailbox as the
 * responses describe it.
 */
final class ModelClient {

    private static final Pattern FETCH =
            Pattern.compile("\\* (\\d+) FETCH \\((?:UID (\\d+) )?FLAGS \\(([^)]*)\\).*\\)");

    /** What it knows of a message; UID 0 and flags null: not told yet. */
    private static final class Known {
        private long uid;
        private @org.jspecify.annotations.Nullable Set<String> flags;
    }

    private final TranscriptPlayer.Peer peer;
    private final List<Known> messages = new ArrayList<>();
    private int commands;
    private String idleTag = "";

    ModelClient(TranscriptPlayer.Peer peer) {
        this.peer = peer;
        peer.line();
        say("LOGIN alice@example.test secret", true);
        say("SELECT INBOX", true);
        say("FETCH 1:* (UID FLAGS)", true);
    }

    int size() {
        return messages.size();
    }

    boolean idling() {
        return !idleTag.isEmpty();
    }

    void idle() {
        idleTag = "i" + ++commands;
        send(idleTag + " IDLE\r\n");
        String line = peer.line();
        while (!line.equals("+ idling")) {
            heard(line, true);
            line = peer.line();
        }
    }

    void done() {
        send("DONE\r\n");
        until(idleTag, true);
        idleTag = "";
    }

    /** Says a command and hears all of its answer; true: OK. */
    boolean say(String command, boolean mayExpunge) {
        String tag = "t" + ++commands;
        send(tag + " " + command + "\r\n");
        return until(tag, mayExpunge);
    }

    private void send(String octets) {
        peer.send(octets.getBytes(StandardCharsets.US_ASCII));
    }

    private boolean until(String tag, boolean mayExpunge) {
        String line = peer.line();
        while (!line.startsWith(tag + " ")) {
            assertTrue(line.startsWith("* "), () -> "not expected: " + tag);
            heard(line, mayExpunge);
            line = peer.line();
        }
        return line.startsWith(tag + " OK");
    }

    private void heard(String line, boolean mayExpunge) {
        Matcher fetch = FETCH.matcher(line);
        if (line.endsWith(" EXPUNGE")) {
            assertTrue(mayExpunge, line);
            messages.remove(number(line) - 1);
        } else if (line.endsWith(" EXISTS")) {
            assertTrue(number(line) >= messages.size(), line);
            while (messages.size() < number(line)) {
                messages.add(new Known());
            }
        } else if (fetch.matches()) {
            Known known = messages.get(Integer.parseInt(fetch.group(1)) - 1);
            if (fetch.group(2) != null) {
                long uid = Long.parseLong(fetch.group(2));
                assertTrue(
                        known.uid == 0 || known.uid == uid, () -> line + " was UID " + known.uid);
                known.uid = uid;
            }
            known.flags = flags(fetch.group(3));
        }
    }

    private static int number(String line) {
        return Integer.parseInt(line.split(" ")[1]);
    }

    private static Set<String> flags(String text) {
        Set<String> flags = new TreeSet<>(List.of(text.split(" ")));
        flags.remove("\\Recent");
        flags.remove("");
        return flags;
    }

    /** What it knows is what there is. */
    void check() {
        say("NOOP", true);
        List<Known> before = new ArrayList<>();
        for (Known known : messages) {
            Known copy = new Known();
            copy.uid = known.uid;
            copy.flags = known.flags;
            before.add(copy);
        }
        say("FETCH 1:* (UID FLAGS)", false);
        assertEquals(before.size(), messages.size());
        for (int i = 0; i < before.size(); i++) {
            Known then = before.get(i);
            if (then.flags != null) {
                assertEquals(messages.get(i).flags, then.flags, "message " + (i + 1));
            }
        }
        List<Long> uids = messages.stream().map(known -> known.uid).toList();
        assertEquals(uids.stream().sorted().distinct().toList(), uids);
    }
}
