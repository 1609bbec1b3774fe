package posthorn.mailbox.content;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthorn.protocol.auth.AuthenticationResults;
import posthorn.protocol.auth.MethodResult;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;

/**
 * What this server found out about who sent a message (the field Authentication-Results, RFC 8601),
 * for somebody who wants to know whether to believe it.
 *
 * @param verdict what it comes to
 * @param domain of the author, or that vouches; empty: none
 * @param words one sentence in the reader's language
 * @param methods what each check found, in order
 */
public record AuthenticationView(
        Verdict verdict, String domain, String words, List<Method> methods) {

    /** What the checks come to. */
    public enum Verdict {
        /** The author's domain has confirmed the message (DMARC pass). */
        CONFIRMED,
        /** Another domain has signed it, the author's says nothing (DKIM pass, no DMARC). */
        SIGNED,
        /** Nothing shows who has sent it. */
        UNPROVEN,
        /** The author's domain says that it is not from there (DMARC fail). */
        DISOWNED,
        /** This server has not checked it: it was sent here, or a mail program stored it. */
        UNCHECKED;

        /** As answers have it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One check.
     *
     * @param method {@code spf}, {@code dkim}, {@code dmarc}, {@code arc}, {@code iprev}
     * @param result {@code pass}, {@code fail} and the other words of RFC 8601
     * @param domain that it is about; empty: none
     */
    public record Method(String method, String result, String domain) {}

    private static final int MOST_METHODS = 20;

    public AuthenticationView {
        methods = List.copyOf(methods);
    }

    /**
     * What stands in a header.
     *
     * @param server name of this installation's servers, in any case: what other servers found out
     *     is not believed
     */
    public static AuthenticationView of(MessageHeader header, String server, Language language) {
        Optional<AuthenticationResults> ours =
                header.all("Authentication-Results").stream()
                        .map(HeaderField::value)
                        .filter(value ->
                                AuthenticationResults.authservId(value)
                                        .equals(server.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .flatMap(AuthenticationResults::parse);
        List<Method> methods =
                ours.map(AuthenticationResults::results).orElse(List.of()).stream()
                        .limit(MOST_METHODS)
                        .map(AuthenticationView::method)
                        .toList();
        Verdict verdict = ours.isEmpty() ? Verdict.UNCHECKED : verdict(methods);
        String domain = domain(verdict, methods);
        return new AuthenticationView(verdict, domain, words(verdict, domain, language), methods);
    }

    private static Method method(MethodResult result) {
        String domain =
                switch (result.method()) {
                    case "dmarc" -> result.property("header", "from").orElse("");
                    case "dkim" -> result.property("header", "d").orElse("");
                    case "spf" ->
                            result.property("smtp", "mailfrom")
                                    .or(() -> result.property("smtp", "helo"))
                                    .orElse("");
                    default -> "";
                };
        return new Method(
                result.method(), result.result(), domain.substring(domain.lastIndexOf('@') + 1));
    }

    private static Verdict verdict(List<Method> methods) {
        if (any(methods, "dmarc", "fail").isPresent()) {
            return Verdict.DISOWNED;
        }
        if (any(methods, "dmarc", "pass").isPresent()) {
            return Verdict.CONFIRMED;
        }
        return any(methods, "dkim", "pass").isPresent() ? Verdict.SIGNED : Verdict.UNPROVEN;
    }

    private static String domain(Verdict verdict, List<Method> methods) {
        return switch (verdict) {
            case CONFIRMED, DISOWNED, UNPROVEN ->
                    methods.stream()
                            .filter(method -> method.method().equals("dmarc"))
                            .map(Method::domain)
                            .findFirst()
                            .orElse("");
            case SIGNED -> any(methods, "dkim", "pass").map(Method::domain).orElse("");
            case UNCHECKED -> "";
        };
    }

    private static Optional<Method> any(List<Method> methods, String name, String result) {
        return methods.stream()
                .filter(method -> method.method().equals(name) && method.result().equals(result))
                .findFirst();
    }

    private static String words(Verdict verdict, String domain, Language language) {
        return switch (language) {
            case ENGLISH -> english(verdict, domain);
            case GERMAN -> german(verdict, domain);
        };
    }

    private static String english(Verdict verdict, String domain) {
        return switch (verdict) {
            case CONFIRMED -> "It was shown that this message comes from " + domain + ".";
            case SIGNED ->
                    domain
                            + " has signed this message; whether it comes from the domain in From was"
                            + " not shown.";
            case UNPROVEN ->
                    "Nothing shows who has sent this message. Be careful with links and files.";
            case DISOWNED ->
                    "This message says that it comes from "
                            + domain
                            + ", and that is not so by what "
                            + domain
                            + " publishes. It may be a forgery: open no links and no files.";
            case UNCHECKED ->
                    "This message was sent here or stored by a mail program: there was nothing to"
                            + " check.";
        };
    }

    private static String german(Verdict verdict, String domain) {
        return switch (verdict) {
            case CONFIRMED -> "Es ist nachgewiesen, dass diese Nachricht von " + domain + " kommt.";
            case SIGNED ->
                    domain
                            + " hat diese Nachricht unterschrieben; dass sie von der Domain im Absender"
                            + " kommt, ist nicht nachgewiesen.";
            case UNPROVEN ->
                    "Nichts zeigt, wer diese Nachricht geschickt hat. Vorsicht mit Links und Dateien.";
            case DISOWNED ->
                    "Diese Nachricht gibt an, von "
                            + domain
                            + " zu kommen; nach dem, was "
                            + domain
                            + " veröffentlicht, stimmt das nicht. Sie kann gefälscht sein: keine Links"
                            + " und keine Dateien öffnen.";
            case UNCHECKED ->
                    "Diese Nachricht wurde hier verschickt oder von einem Mailprogramm abgelegt: Es gab"
                            + " nichts zu prüfen.";
        };
    }
}
