package posthorn.protocol.dsn;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import posthorn.protocol.dsn.DeliveryReport.Kind;
import posthorn.protocol.dsn.DeliveryReport.ReportedRecipient;
import posthorn.protocol.explanation.Explanation;
import posthorn.protocol.explanation.FailureCatalogue;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.explanation.ReportedFailure;
import posthorn.protocol.mime.QuotedPrintable;

/**
 * The part for people (RFC 6522 §3): for each reason the recipients that it is true of, what
 * happened, what the sender and the administrators can do, and what the host said. In one language
 * or in several, one behind the other.
 */
final class ReportText {

    private static final int LONGEST_DOMAIN = 100;
    private static final String RULE = "-".repeat(60);

    private final DeliveryReport report;
    private final ListedRecipients recipients;
    private final Language language;
    private final FailureCatalogue catalogue = FailureCatalogue.standard();

    private ReportText(DeliveryReport report, ListedRecipients recipients, Language language) {
        this.report = report;
        this.recipients = recipients;
        this.language = language;
    }

    /** Header and content of the part, ending with CRLF. */
    static String part(DeliveryReport report, ListedRecipients recipients) {
        String words =
                report.languages().stream()
                        .map(language -> new ReportText(report, recipients, language).text())
                        .collect(Collectors.joining("\r\n" + RULE + "\r\n\r\n"));
        return "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Language: "
                + report.languages().stream().map(Language::tag).collect(Collectors.joining(", "))
                + "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + QuotedPrintable.encode(words.getBytes(StandardCharsets.UTF_8));
    }

    /** The subject, in all languages; ASCII. */
    static String subject(DeliveryReport report) {
        String key =
                switch (report.kind()) {
                    case FAILURE -> "subject-failure";
                    case DELAY -> "subject-delay";
                    case SUCCESS -> "subject-success";
                };
        return inAll(report, key);
    }

    /** A phrase in all languages of a notification. */
    static String inAll(DeliveryReport report, String key) {
        return report.languages().stream()
                .map(language -> FailureCatalogue.standard().phrase(language, key))
                .collect(Collectors.joining(" / "));
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        line(out, phrase("greeting", Map.of("host", report.reportingHost())));
        out.append("\r\n");
        line(out, lead());
        for (List<ReportedRecipient> group : groups()) {
            out.append("\r\n");
            group.forEach(r -> line(out, "<" + StatusFields.oneLine(r.address()) + ">"));
            told(out, group.getFirst());
        }
        if (recipients.more() > 0) {
            out.append("\r\n");
            line(out, phrase("more", Map.of("count", String.valueOf(recipients.more()))));
        }
        return out.toString();
    }

    private String lead() {
        return switch (report.kind()) {
            case FAILURE -> phrase("failure", Map.of());
            case SUCCESS -> phrase("success", Map.of());
            case DELAY ->
                    report.retryUntil()
                            .map(until -> phrase("delay-until", Map.of("time", time(until))))
                            .orElseGet(() -> phrase("delay", Map.of()));
        };
    }

    private String time(Instant at) {
        return DateTimeFormatter.ofPattern(phrase("time", Map.of()), Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(at);
    }

    /** Recipients of which the same is told, in the order of the first of each. */
    private List<List<ReportedRecipient>> groups() {
        Map<ListedRecipients.Told, List<ReportedRecipient>> groups = new LinkedHashMap<>();
        for (ReportedRecipient recipient : recipients.listed()) {
            groups.computeIfAbsent(ListedRecipients.Told.of(recipient), _ -> new ArrayList<>())
                    .add(recipient);
        }
        return List.copyOf(groups.values());
    }

    private void told(StringBuilder out, ReportedRecipient recipient) {
        switch (recipient.action()) {
            case DELIVERED -> line(out, "  " + phrase("delivered", Map.of()));
            case RELAYED -> {
                line(out, "  " + phrase("relayed", Map.of()));
                said(out, recipient, true);
            }
            case FAILED, DELAYED -> explained(out, recipient);
        }
    }

    private void explained(StringBuilder out, ReportedRecipient recipient) {
        ReportedFailure failure =
                new ReportedFailure(recipient.status(), recipient.remoteHost(), recipient.reply());
        String domain = domain();
        Explanation explanation = catalogue.explain(failure, language, domain);
        line(out, "  " + explanation.what());
        if (report.kind() == Kind.FAILURE && !explanation.next().isEmpty()) {
            line(out, "  " + phrase("next", Map.of()) + ": " + explanation.next());
        }
        if (!explanation.admin().isEmpty()) {
            String admin = phrase("admin", Map.of("domain", domain));
            line(out, "  " + admin + ": " + explanation.admin());
        }
        said(out, recipient, failure.isReply());
    }

    private void said(StringBuilder out, ReportedRecipient recipient, boolean isReply) {
        String host = StatusFields.oneLine(recipient.remoteHost());
        String reply = StatusFields.oneLine(recipient.reply());
        if (!host.isEmpty() && !reply.isEmpty()) {
            String label =
                    isReply
                            ? phrase("said", Map.of("host", host))
                            : phrase("details", Map.of()) + " (" + host + ")";
            line(out, "  " + label + ": " + reply);
        }
    }

    /** The right part of the sender's address, which texts name several times. */
    private String domain() {
        String to = StatusFields.oneLine(report.to());
        String domain = to.substring(to.lastIndexOf('@') + 1);
        return domain.length() <= LONGEST_DOMAIN ? domain : phrase("the-domain", Map.of());
    }

    private String phrase(String key, Map<String, String> values) {
        return FailureCatalogue.filled(catalogue.phrase(language, key), values);
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append("\r\n");
    }
}
