package posthorn.e2e.sink;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection, from its greeting to its end, in straight code (RFC 5321 §4). */
final class SinkSession {
    private final SinkServer server;
    private final SinkOptions options;
    private final int number;
    private Socket socket;
    private SinkWire wire;
    private String hello = "";
    private String tls = "";
    private @Nullable String reversePath;
    private List<String> mailParameters = List.of();
    private final List<SinkMessage.Recipient> recipients = new ArrayList<>();

    /** Ends the session. */
    private static final class Over extends IOException {
        private static final long serialVersionUID = 1;
    }

    SinkSession(SinkServer server, int number, Socket socket) throws IOException {
        this.server = server;
        this.options = server.options();
        this.number = number;
        this.socket = socket;
        this.wire = new SinkWire(socket);
    }

    void run() throws IOException {
        if (options.implicitTls()) {
            startTls();
        }
        if (agrees(SinkPhase.CONNECT, "")) {
            wire.reply(220, options.hostname() + " ESMTP");
        }
        while (true) {
            String line = wire.line();
            if (line.endsWith("\n")) {
                violation("a command ends in a bare LF: " + line.strip());
            }
            String[] words = line.strip().split(" ", 2);
            command(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
        }
    }

    private void command(String verb, String rest) throws IOException {
        switch (verb) {
            case "EHLO", "HELO" -> hello(verb, rest);
            case "STARTTLS" -> starttls();
            case "MAIL" -> mail(rest);
            case "RCPT" -> rcpt(rest);
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                wire.reply(250, "2.0.0 ok");
            }
            case "NOOP" -> wire.reply(250, "2.0.0 ok");
            case "QUIT" -> {
                wire.reply(221, "2.0.0 bye");
                throw new Over();
            }
            default -> {
                violation("unknown command " + verb);
                wire.reply(500, "5.5.1 unknown command");
            }
        }
    }

    private void hello(String verb, String rest) throws IOException {
        hello = rest;
        reset();
        if (!agrees(SinkPhase.HELLO, rest)) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(options.hostname() + " greets " + rest));
        if (verb.equals("EHLO")) {
            options.keywords().stream()
                    .filter(keyword -> tls.isEmpty() || !keyword.equals("STARTTLS"))
                    .forEach(lines::add);
        }
        wire.reply(250, String.join("\n", lines));
    }

    private void starttls() throws IOException {
        if (!options.offers("STARTTLS") || !tls.isEmpty()) {
            violation("STARTTLS that was not offered");
            wire.reply(502, "5.5.1 not offered");
        } else if (agrees(SinkPhase.STARTTLS, "")) {
            if (wire.hasMore()) {
                violation("something is pipelined behind STARTTLS");
            }
            wire.reply(220, "2.0.0 go ahead");
            startTls();
        }
    }

    private void startTls() throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        server.tls()
                                .getSocketFactory()
                                .createSocket(socket, options.hostname(), socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        tls = secure.getSession().getProtocol();
        socket = secure;
        wire = new SinkWire(secure);
        hello = "";
        reset();
    }

    private void mail(String rest) throws IOException {
        if (hello.isEmpty()
                || reversePath != null
                || !rest.regionMatches(true, 0, "FROM:<", 0, 6)) {
            violation("MAIL out of order or of a wrong form: " + rest);
            wire.reply(503, "5.5.1 bad sequence");
            return;
        }
        String path = path(rest, 6);
        List<String> parameters = parameters(rest);
        checkOffered(path, parameters);
        if (agrees(SinkPhase.MAIL, path)) {
            reversePath = path;
            mailParameters = parameters;
            wire.reply(250, "2.1.0 ok");
        }
    }

    private void checkOffered(String path, List<String> parameters) {
        checkOffered(parameters);
        boolean utf8 = parameters.stream().anyMatch("SMTPUTF8"::equalsIgnoreCase);
        if (!utf8 && path.chars().anyMatch(c -> c > 127)) {
            violation("UTF-8 in the path <" + path + "> without SMTPUTF8");
        }
    }

    private void checkOffered(List<String> parameters) {
        for (String parameter : parameters) {
            String keyword = parameter.split("=", 2)[0].toUpperCase(Locale.ROOT);
            String needs =
                    switch (keyword) {
                        case "BODY" -> "8BITMIME";
                        case "RET", "ENVID", "NOTIFY", "ORCPT" -> "DSN";
                        default -> keyword;
                    };
            if (!options.offers(needs)) {
                violation("parameter " + parameter + " was not offered");
            }
        }
    }

    private void rcpt(String rest) throws IOException {
        if (reversePath == null || !rest.regionMatches(true, 0, "TO:<", 0, 4)) {
            violation("RCPT out of order or of a wrong form: " + rest);
            wire.reply(503, "5.5.1 bad sequence");
            return;
        }
        String path = path(rest, 4);
        List<String> parameters = parameters(rest);
        checkOffered(parameters);
        if (agrees(SinkPhase.RCPT, path)) {
            recipients.add(new SinkMessage.Recipient(path, parameters));
            wire.reply(250, "2.1.5 ok");
        }
    }

    private void data() throws IOException {
        String path = reversePath;
        if (path == null || recipients.isEmpty()) {
            wire.reply(path == null ? 503 : 554, "5.5.1 no valid recipients");
            return;
        }
        if (!agrees(SinkPhase.DATA, path)) {
            return;
        }
        wire.reply(354, "go ahead");
        if (!agrees(SinkPhase.CONTENT, path)) {
            return;
        }
        Path file = server.newFile();
        SinkWire.Content content = wire.content(file);
        if (content.eightBit() && !options.offers("8BITMIME")) {
            violation("octets above 127 though 8BITMIME was not offered");
        }
        SinkMessage message =
                new SinkMessage(
                        number, hello, tls, path, mailParameters, recipients, content.size(), file);
        reset();
        dot(message);
    }

    private void dot(SinkMessage message) throws IOException {
        switch (server.action(SinkPhase.DOT, message.reversePath())) {
            case SinkAction.Agree() -> {
                server.took(message);
                wire.reply(250, "2.0.0 taken");
            }
            case SinkAction.KeepAndDrop() -> {
                server.took(message);
                throw new Over();
            }
            case SinkAction.KeepAndAnswerLate(Duration after) -> {
                server.took(message);
                pause(after);
                wire.reply(250, "2.0.0 taken");
            }
            case SinkAction.Reply(int code, String text) when code < 300 -> {
                server.took(message);
                wire.reply(code, text);
            }
            case SinkAction other -> {
                Files.deleteIfExists(message.file());
                refuse(other);
            }
        }
    }

    /** Whether nothing speaks against going on; otherwise the reply is sent. */
    private boolean agrees(SinkPhase phase, String path) throws IOException {
        SinkAction action = server.action(phase, path);
        if (action instanceof SinkAction.Agree) {
            return true;
        }
        refuse(action);
        return false;
    }

    private void refuse(SinkAction action) throws IOException {
        switch (action) {
            case SinkAction.Agree() -> {}
            case SinkAction.Reply(int code, String text) -> wire.reply(code, text);
            case SinkAction.ReplyAndClose(int code, String text) -> {
                wire.reply(code, text);
                throw new Over();
            }
            case SinkAction.Stall() -> {
                wire.discardAll();
                throw new Over();
            }
            case SinkAction.Drop(), SinkAction.KeepAndDrop(), SinkAction.KeepAndAnswerLate(_) ->
                    throw new Over();
        }
    }

    /**
     * The time that the other server takes. It sleeps since a slow server is what it plays: nobody
     * waits here in place of an event.
     */
    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the sink is closed");
        }
    }

    private void reset() {
        reversePath = null;
        mailParameters = List.of();
        recipients.clear();
    }

    private void violation(String what) {
        server.violation(number, what);
    }

    private static String path(String rest, int from) {
        int end = rest.indexOf('>', from);
        return rest.substring(from, end < 0 ? rest.length() : end);
    }

    private static List<String> parameters(String rest) {
        String behind = rest.substring(rest.indexOf('>') + 1).strip();
        return behind.isEmpty() ? List.of() : Arrays.asList(behind.split(" +"));
    }
}
