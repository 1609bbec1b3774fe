package posthorn.bench.client;

import java.io.IOException;
import posthorn.bench.subject.Account;

/** Says POP3 commands. For one thread. */
public final class Pop3Client implements AutoCloseable {

    private final LineConnection lines;

    private Pop3Client(LineConnection lines) {
        this.lines = lines;
    }

    /** Connects in plain text and signs in. */
    public static Pop3Client connect(int port, Account account) throws IOException {
        Pop3Client client = new Pop3Client(LineConnection.connect(port));
        client.ok();
        client.command("USER " + account.address());
        client.command("PASS " + account.password());
        return client;
    }

    /** Sends a command without waiting. */
    public void send(String text) throws IOException {
        lines.say(text);
    }

    /** A command whose answer is one line; that line. */
    public String command(String text) throws IOException {
        lines.say(text);
        return ok();
    }

    /** Reads a line that has to say +OK. */
    public String ok() throws IOException {
        String line = lines.line();
        if (!line.startsWith("+OK")) {
            throw new IOException("POP3: " + line);
        }
        return line;
    }

    /** Reads +OK and what follows up to the dot; how many lines that are. */
    public int listing() throws IOException {
        ok();
        int count = 0;
        while (!lines.line().equals(".")) {
            count++;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
