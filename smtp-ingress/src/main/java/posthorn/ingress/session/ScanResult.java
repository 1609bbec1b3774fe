package posthorn.ingress.session;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What scanners say of a message, and what follows from it.
 *
 * @param findings one for each scanner
 * @param junk why it goes into the mailbox for junk; empty: it does not
 * @param refusal why it is not taken; empty: it is
 */
public record ScanResult(List<Finding> findings, Optional<String> junk, Optional<Refusal> refusal) {

    public ScanResult {
        findings = List.copyOf(findings);
    }

    /** What one scanner has come to. */
    public enum Outcome {
        /** Nothing is wrong. */
        CLEAN,
        /** It belongs into Junk. */
        JUNK,
        /** It was not looked into. */
        SKIPPED,
        /** The scanner is down, busy or ill. */
        FAILED,
        /** It is to come again. */
        DEFER,
        /** It is spam and not to be taken. */
        SPAM,
        /** It carries a virus. */
        VIRUS
    }

    /**
     * What one scanner says.
     *
     * @param scanner its name, as in {@code clamav}
     * @param detail name of the virus, score, or why not, for people; printable ASCII
     * @param field a header field, with its line break, that says so in the message; empty: none
     */
    public record Finding(String scanner, Outcome outcome, String detail, String field) {}

    /** In one line, for logs: {@code clamav=clean rspamd=junk (score 8.1 of 15)}. */
    public String summary() {
        StringBuilder line = new StringBuilder();
        for (Finding each : findings) {
            line.append(line.isEmpty() ? "" : " ").append(each.scanner()).append('=');
            line.append(each.outcome().name().toLowerCase(Locale.ROOT));
            line.append(each.detail().isEmpty() ? "" : " (" + each.detail() + ")");
        }
        return line.toString();
    }

    /** Header fields that say so, each with its line break. */
    public String fields() {
        StringBuilder fields = new StringBuilder();
        findings.forEach(each -> fields.append(each.field()));
        return fields.toString();
    }
}
