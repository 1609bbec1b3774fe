package posthorn.delivery.reports;

import com.google.protobuf.ByteString;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.AcceptedLog;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.dmarc.DmarcRecord;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.tlsrpt.ReportRecord;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.MessageIds;

/**
 * Sends the reports of each day that is over, to domains that ask for them. One worker claims each;
 * one that dies leaves its claim to another one after a while, and the message is the same then, by
 * its id. Blocks the one that calls.
 */
public final class ReportSender {

    private static final Logger LOG = Logger.getLogger(ReportSender.class);
    private static final Duration CLAIMED_FOR = Duration.ofMinutes(15);
    private static final int MOST_DESTINATIONS = 3;

    /** Days behind which counts that nobody could report are forgotten. */
    private static final int KEPT_DAYS = 3;

    private final ReportCounts counts;
    private final Dns dns;
    private final AcceptedLog log;
    private final HttpsPost https;
    private final Options options;
    private final InstantSource clock;

    /** POST to an {@code https:} URI. */
    @FunctionalInterface
    public interface HttpsPost {
        /** Whether the host took it. */
        boolean post(URI uri, String type, byte[] body);
    }

    /**
     * Who reports, and how much.
     *
     * @param kinds that are sent
     * @param organization that reports: a domain name
     * @param contact address that reports come from
     * @param hostname of this system
     * @param delay behind the end of the day
     * @param rows of one report
     * @param reports at a time
     */
    public record Options(
            List<ReportKind> kinds,
            String organization,
            String contact,
            String hostname,
            Duration delay,
            int rows,
            int reports) {
        public Options {
            kinds = List.copyOf(kinds);
        }
    }

    /** Over what was counted. */
    public ReportSender(
            ReportCounts counts,
            Dns dns,
            AcceptedLog log,
            HttpsPost https,
            Options options,
            InstantSource clock) {
        this.counts = counts;
        this.dns = dns;
        this.log = log;
        this.https = https;
        this.options = options;
        this.clock = clock;
    }

    /**
     * Sends what is due.
     *
     * @param stopping asked before each report
     * @return how many domains were looked at
     */
    public int send(BooleanSupplier stopping) {
        long over = clock.millis() - options.delay().toMillis();
        long last = TimeUnit.MILLISECONDS.toDays(over) - 1;
        int looked = 0;
        for (ReportKind kind : options.kinds()) {
            for (long day = last - KEPT_DAYS + 1; day <= last; day++) {
                Optional<String> domain = counts.nextDomain(kind, day, "");
                while (domain.isPresent()
                        && looked < options.reports()
                        && !stopping.getAsBoolean()) {
                    looked++;
                    claimed(kind, day, domain.get());
                    domain = counts.nextDomain(kind, day, domain.get());
                }
            }
        }
        counts.expire(last - KEPT_DAYS);
        return looked;
    }

    private void claimed(ReportKind kind, long day, String domain) {
        long now = clock.millis();
        if (!counts.claim(kind, day, domain, now, now + CLAIMED_FOR.toMillis())) {
            return;
        }
        try {
            if (report(kind, day, domain)) {
                counts.done(kind, day, domain, clock.millis());
            }
        } catch (AnswerLost e) {
            LOG.warnf("the report to %s has to wait: %s", domain, e.getMessage());
        }
    }

    /** Whether nothing is left to do about it. */
    private boolean report(ReportKind kind, long day, String domain) {
        String id = MessageIds.derived(kind.word() + "/" + day, domain, options.organization(), 0);
        ReportEnvelope envelope =
                new ReportEnvelope(options.organization(), options.contact(), domain, day, id);
        return switch (kind) {
            case TLS -> {
                DnsAnswer<String> answer = dns.txt(ReportRecord.name(domain));
                Optional<ReportRecord> record = ReportRecord.among(answer.known());
                yield !(answer instanceof DnsAnswer.Unavailable)
                        && (record.isEmpty()
                                || send(
                                        kind,
                                        envelope,
                                        record.get().destinations(),
                                        TlsReport.compose(envelope, rows(kind, day, domain))));
            }
            case DMARC -> dmarc(envelope);
        };
    }

    private boolean dmarc(ReportEnvelope envelope) {
        DnsAnswer<String> answer = dns.txt("_dmarc." + envelope.domain());
        if (answer instanceof DnsAnswer.Unavailable) {
            return false;
        }
        List<DmarcRecord> records =
                answer.known().stream().flatMap(t -> DmarcRecord.parse(t).stream()).toList();
        if (records.size() != 1) {
            return true;
        }
        List<String> wanted =
                records.getFirst().reports().stream()
                        .filter(uri -> agrees(uri, envelope.domain()))
                        .toList();
        return wanted.isEmpty()
                || send(
                        ReportKind.DMARC,
                        envelope,
                        wanted,
                        DmarcReport.compose(
                                envelope,
                                records.getFirst(),
                                rows(ReportKind.DMARC, envelope.day(), envelope.domain())));
    }

    private List<CountedRow> rows(ReportKind kind, long day, String domain) {
        return counts.of(kind, day, domain, options.rows());
    }

    /**
     * Whether another domain agrees to get reports on this one (RFC 9990 §4): it says so in DNS, or
     * one of the two is below the other.
     */
    private boolean agrees(String uri, String domain) {
        Optional<String> address = address(uri);
        if (address.isEmpty()) {
            return false;
        }
        String other =
                address.get()
                        .substring(address.get().lastIndexOf('@') + 1)
                        .toLowerCase(Locale.ROOT);
        return other.equals(domain)
                || other.endsWith("." + domain)
                || domain.endsWith("." + other)
                || dns.txt(domain + "._report._dmarc." + other).known().stream()
                        .anyMatch(text -> text.strip().startsWith("v=DMARC1"));
    }

    private boolean send(
            ReportKind kind, ReportEnvelope envelope, List<String> destinations, byte[] report) {
        byte[] packed = ReportMail.packed(report);
        boolean all = true;
        int ordinal = 0;
        for (String uri : destinations.stream().limit(MOST_DESTINATIONS).toList()) {
            Optional<String> address = address(uri);
            if (address.isPresent()) {
                log.produce(mail(kind, envelope, address.get(), packed, ordinal));
            } else if (uri.startsWith("https:")) {
                all &= posted(uri, packed);
            }
            ordinal++;
        }
        return all;
    }

    private boolean posted(String uri, byte[] packed) {
        try {
            return https.post(new URI(uri), "application/tlsrpt+gzip", packed);
        } catch (URISyntaxException e) {
            LOG.debugf(e, "a report cannot go to %s", uri);
            return true;
        }
    }

    /** The address in a {@code mailto:} URI (RFC 6068); empty: it is none. */
    private static Optional<String> address(String uri) {
        if (!uri.regionMatches(true, 0, "mailto:", 0, 7)) {
            return Optional.empty();
        }
        String address = uri.substring(7).split("[?,]", 2)[0];
        boolean plain = address.chars().allMatch(c -> c > ' ' && c < 127 && c != '<' && c != '>');
        return plain && AddressKey.parse(address).isPresent()
                ? Optional.of(address)
                : Optional.empty();
    }

    private AcceptedMail mail(
            ReportKind kind, ReportEnvelope envelope, String to, byte[] packed, int ordinal) {
        String id = MessageIds.derived(envelope.id(), to, "report", ordinal);
        byte[] message = ReportMail.compose(kind, envelope, to, packed, envelope.end());
        return AcceptedMail.newBuilder()
                .setId(id)
                .addRecipients(MailRecipient.newBuilder().setAddress(to))
                .setArrival(
                        Arrival.newBuilder()
                                .setAt(clock.millis())
                                .setListener("internal")
                                .setHost(options.hostname()))
                .setInline(ByteString.copyFrom(message))
                .setSize(message.length)
                .setTlsNotRequired(kind == ReportKind.TLS)
                .setMessageId("<" + envelope.id() + "@" + envelope.organization() + ">")
                .build();
    }
}
