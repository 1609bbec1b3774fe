package posthorn.mailbox.clientsettings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;
import posthorn.protocol.explanation.Language;

/**
 * How to set an account up, in words for people: steps for each mail program, and what IMAP and
 * POP3 mean. The words stand in {@code client-steps.<language>.txt}: a line {@code [name]} begins a
 * text, each line below it is a step. A step names servers by {@code {incoming}} and {@code
 * {outgoing}}, the address by {@code {address}}; one that begins with {@code imap:} or {@code
 * pop3:} is told only where that is how mail is read.
 */
public final class ClientSteps {

    private static final Map<Language, ClientSteps> TEXTS = texts();

    private final Map<String, List<String>> byName;

    private ClientSteps(Map<String, List<String>> byName) {
        this.byName = byName;
    }

    /** Mail programs, by the names that they have in answers. */
    public static final List<String> PROGRAMS =
            List.of("thunderbird", "outlook", "appleMail", "ios", "android");

    /** What is explained besides: what a protocol is, and which one to take. */
    public static final List<String> EXPLANATIONS = List.of("imap", "pop3", "which");

    /** The words in a language. */
    public static ClientSteps in(Language language) {
        return Optional.ofNullable(TEXTS.get(language)).orElseThrow();
    }

    private static Map<Language, ClientSteps> texts() {
        Map<Language, ClientSteps> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            texts.put(language, new ClientSteps(read("client-steps." + language.tag() + ".txt")));
        }
        return texts;
    }

    private static Map<String, List<String>> read(String file) {
        try (InputStream in = ClientSteps.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<String>> parsed(String text) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                current = new ArrayList<>();
                byName.put(line.substring(1, line.length() - 1), current);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                current.add(line);
            }
        }
        return byName;
    }

    /** The steps of each program, in the order of {@link #PROGRAMS}. */
    public Map<String, List<String>> steps(String address, MailServers servers) {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        PROGRAMS.forEach(program -> steps.put(program, filled(program, address, servers)));
        return steps;
    }

    /** What {@link #EXPLANATIONS} say, each in a few sentences. */
    public Map<String, String> explanations() {
        Map<String, String> explanations = new LinkedHashMap<>();
        EXPLANATIONS.forEach(name -> explanations.put(name, text(name)));
        return explanations;
    }

    /** All lines of a text, as one; empty: there is none of that name. */
    String text(String name) {
        return String.join(" ", lines(name));
    }

    private List<String> lines(String name) {
        return byName.getOrDefault(name, List.of());
    }

    private List<String> filled(String name, String address, MailServers servers) {
        Optional<MailServer> incoming = servers.preferredIncoming();
        return lines(name).stream()
                .filter(step ->
                        incoming.filter(server -> isFor(step, server.protocol())).isPresent())
                .map(step -> step.replaceFirst("^(imap|pop3): ", ""))
                .map(step ->
                        step.replace("{address}", address)
                                .replace("{incoming}", incoming.map(this::shown).orElse("-"))
                                .replace(
                                        "{outgoing}",
                                        servers.first(Protocol.SMTP).map(this::shown).orElse("-")))
                .toList();
    }

    private static boolean isFor(String step, Protocol incoming) {
        return switch (incoming) {
            case IMAP -> !step.startsWith("pop3: ");
            case POP3 -> !step.startsWith("imap: ");
            case SMTP -> false;
        };
    }

    /** As in {@code IMAP, mail.example.org, port 993, SSL/TLS}. */
    private String shown(MailServer server) {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s %d, %s",
                server.protocol(),
                server.host(),
                text("port"),
                server.port(),
                server.security() == Security.TLS ? "SSL/TLS" : "STARTTLS");
    }
}
