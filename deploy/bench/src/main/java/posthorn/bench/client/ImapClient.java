package posthorn.bench.client;

import java.io.IOException;
import java.util.function.Consumer;
import posthorn.bench.subject.Account;

/** Says IMAP commands and reads what comes, literals passed over. For one thread. */
public final class ImapClient implements AutoCloseable {

    private final LineConnection lines;
    private int tags;

    private ImapClient(LineConnection lines) throws IOException {
        this.lines = lines;
        lines.line();
    }

    /** Connects in plain text; not signed in. */
    public static ImapClient connect(int port) throws IOException {
        return new ImapClient(LineConnection.connect(port));
    }

    /** Connects with TLS from the start; not signed in. */
    public static ImapClient connectTls(int port) throws IOException {
        return new ImapClient(LineConnection.connectTls(port));
    }

    /** LOGIN. */
    public ImapClient signIn(Account account) throws IOException {
        command("LOGIN " + account.address() + " " + account.password());
        return this;
    }

    /**
     * A command and its whole answer.
     *
     * @return untagged responses that came before it
     * @throws IOException unless it is answered with OK
     */
    public int command(String text) throws IOException {
        return answer(send(text), line -> {});
    }

    /** As {@link #command(String)}; each untagged response, without literals, is shown. */
    public int command(String text, Consumer<String> untagged) throws IOException {
        return answer(send(text), untagged);
    }

    /** Sends a command without waiting; its tag. */
    public String send(String text) throws IOException {
        String tag = "t" + tags++;
        lines.say(tag + " " + text);
        return tag;
    }

    /** Sends APPEND with a literal that asks for no leave (RFC 7888); its tag. */
    public String sendAppend(String mailbox, byte[] message) throws IOException {
        String tag = "t" + tags++;
        lines.say(tag + " APPEND " + mailbox + " {" + message.length + "+}");
        lines.send(message);
        lines.say("");
        return tag;
    }

    /** Reads up to the answer of the command with this tag; how many untagged responses came. */
    public int answer(String tag, Consumer<String> untagged) throws IOException {
        for (int count = 0; ; count++) {
            String line = response();
            if (line.startsWith(tag + " ")) {
                if (!line.startsWith("OK", tag.length() + 1)) {
                    throw new IOException("IMAP: " + line);
                }
                return count;
            }
            untagged.accept(line);
        }
    }

    /** Reads until an untagged response begins so. */
    public void await(String begin) throws IOException {
        while (!response().startsWith(begin)) {
            // Others come in between.
        }
    }

    private String response() throws IOException {
        String line = lines.line();
        if (!line.endsWith("}")) {
            return line;
        }
        StringBuilder whole = new StringBuilder(line);
        while (line.endsWith("}")) {
            lines.skip(
                    Long.parseLong(line.substring(line.lastIndexOf('{') + 1, line.length() - 1)));
            line = lines.line();
            whole.append(line);
        }
        return whole.toString();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
