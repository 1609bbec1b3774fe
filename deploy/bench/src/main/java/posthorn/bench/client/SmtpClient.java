package posthorn.bench.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import posthorn.bench.subject.Account;

/** Sends with commands pipelined (RFC 2920). For one thread. */
public final class SmtpClient implements AutoCloseable {

    private static final byte[] END = {'.', '\r', '\n'};

    private final LineConnection lines;

    private SmtpClient(LineConnection lines) {
        this.lines = lines;
    }

    /** Connects as another server does: no TLS, no sign-in. */
    public static SmtpClient connect(int port) throws IOException {
        SmtpClient client = new SmtpClient(LineConnection.connect(port));
        client.reply('2');
        client.lines.say("EHLO bench.test");
        client.reply('2');
        return client;
    }

    /** Connects with TLS from the start and signs in, as a mail program does to send. */
    public static SmtpClient submit(int port, Account account) throws IOException {
        SmtpClient client = new SmtpClient(LineConnection.connectTls(port));
        client.reply('2');
        client.lines.say("EHLO bench.test");
        client.reply('2');
        String login = "\0" + account.address() + "\0" + account.password();
        byte[] octets = login.getBytes(StandardCharsets.UTF_8);
        client.lines.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(octets));
        client.reply('2');
        return client;
    }

    /**
     * One message.
     *
     * @param message no line of it begins with a dot; ends with CRLF
     * @return nanoseconds from the last dot to its answer
     * @throws IOException when anything is refused
     */
    public long send(String from, List<String> to, byte[] message) throws IOException {
        StringBuilder commands = new StringBuilder("MAIL FROM:<" + from + ">\r\n");
        to.forEach(path -> commands.append("RCPT TO:<").append(path).append(">\r\n"));
        lines.say(commands + "DATA");
        for (int i = 0; i < to.size() + 1; i++) {
            reply('2');
        }
        reply('3');
        lines.send(message);
        long start = System.nanoTime();
        lines.send(END);
        reply('2');
        return System.nanoTime() - start;
    }

    private void reply(char kind) throws IOException {
        String line = lines.line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = lines.line();
        }
        if (line.isEmpty() || line.charAt(0) != kind) {
            throw new IOException("SMTP: " + line);
        }
    }

    @Override
    public void close() throws IOException {
        lines.say("QUIT");
        lines.close();
    }
}
