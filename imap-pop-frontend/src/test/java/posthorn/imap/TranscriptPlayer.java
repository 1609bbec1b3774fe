package posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import posthorn.frontend.store.MemoryAccount;
import posthorn.frontend.store.MemoryAccounts;

/** Plays a transcript against peers. */
public final class TranscriptPlayer {

    /** One client's connection. */
    public interface Peer extends AutoCloseable {
        /** Sends octets. */
        void send(byte[] octets);

        /** The next line without its end, one char an octet; empty at the end: {@link #ended}. */
        String line();

        /** Whether the server has ended the connection and nothing is left to read. */
        boolean ended();

        /** Whether something was sent that was not read yet, as far as that can be known. */
        boolean hasMore();

        /** Begins TLS. */
        void tls();

        @Override
        void close();
    }

    private final Transcript transcript;
    private final MemoryAccounts accounts;
    private final MemoryAccount alice;
    private final Supplier<Peer> connect;
    private final Map<Integer, Peer> peers = new TreeMap<>();

    /** A player; the accounts get alice@example.test. */
    public TranscriptPlayer(
            Transcript transcript, MemoryAccounts accounts, Supplier<Peer> connect) {
        this.transcript = transcript;
        this.accounts = accounts;
        this.alice = accounts.add("alice@example.test", "secret");
        this.connect = connect;
    }

    /** Plays it all, and fails where the script says something else. */
    public void play() {
        try {
            transcript.lines().forEach(this::play);
            peers.forEach((number, peer) -> assertNothingMore(number, peer, 0));
        } finally {
            peers.values().forEach(Peer::close);
            accounts.away(false);
        }
    }

    private void play(Transcript.Line line) {
        switch (line.verb()) {
            case "C", "c" -> send(line);
            case "S" -> expect(line);
            case "X" -> assertTrue(peer(line).ended(), () -> at(line) + "still open");
            case "tls" -> peer(new Transcript.Line("tls", 1, "", line.number())).tls();
            case "deliver" -> deliver(line.text().split(" "));
            case "disable" -> alice.disable();
            case "away" -> accounts.away(true);
            case "back" -> accounts.away(false);
            case "quota" -> quota(line.text().split(" "));
            case "option" -> {
                // Looked at when the peers are made.
            }
            default -> fail(at(line) + "unknown: " + line.verb());
        }
    }

    private void quota(String[] words) {
        alice.quota(Long.parseLong(words[0]), words.length > 1 ? Long.parseLong(words[1]) : 0);
    }

    private void deliver(String[] words) {
        String[] flags = java.util.Arrays.copyOfRange(words, 2, words.length);
        alice.deliver(words[0], Transcript.message(words[1]), flags);
    }

    private Peer peer(Transcript.Line line) {
        return peers.computeIfAbsent(line.client(), number -> connect.get());
    }

    private void send(Transcript.Line line) {
        Peer peer = peer(line);
        String end = line.verb().equals("C") ? "\r\n" : "";
        String text = line.text().replace("<NUL>", "\0").replace("<CR>", "\r");
        peer.send((text + end).getBytes(StandardCharsets.UTF_8));
    }

    private void expect(Transcript.Line line) {
        String octets =
                new String(
                        line.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        StringBuilder pattern = new StringBuilder();
        for (String part : octets.split("<\\*>", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        String got = peer(line).line();
        assertTrue(
                Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(got).matches(),
                () -> at(line) + "expected: " + octets + "\n but got: " + got);
    }

    private void assertNothingMore(int number, Peer peer, int line) {
        if (peer.hasMore()) {
            fail(
                    transcript.name()
                            + " client "
                            + number
                            + " after "
                            + line
                            + ": also got "
                            + peer.line());
        }
    }

    private String at(Transcript.Line line) {
        return transcript.name() + ":" + line.number() + ": ";
    }
}
