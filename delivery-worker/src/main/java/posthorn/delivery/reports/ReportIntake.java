package posthorn.delivery.reports;

import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.relay.BodySource;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.wire.AcceptedMail;

/**
 * Reads reports out of what is delivered to our addresses for them. They stay in the mailbox as
 * well, and what cannot be read is nothing but mail. Whoever reports has to be proven: by SPF or
 * DKIM of the domain in From, or as one of ours.
 */
public final class ReportIntake implements LocalDelivery {

    private static final Logger LOG = Logger.getLogger(ReportIntake.class);
    private static final String INTERNAL = "internal";

    private final LocalDelivery local;
    private final BodySource bodies;
    private final ReceivedReports reports;
    private final ReportReader reader;
    private final Set<String> localParts;
    private final int mostOctets;
    private final InstantSource clock;

    /**
     * In front of a delivery.
     *
     * @param localParts of our addresses for reports, folded; none: nothing is read
     * @param mostOctets of a message that is read
     */
    public ReportIntake(
            LocalDelivery local,
            BodySource bodies,
            ReceivedReports reports,
            ReportReader reader,
            Set<String> localParts,
            int mostOctets,
            InstantSource clock) {
        this.local = local;
        this.bodies = bodies;
        this.reports = reports;
        this.reader = reader;
        this.localParts = Set.copyOf(localParts);
        this.mostOctets = mostOctets;
        this.clock = clock;
    }

    @Override
    public Map<Integer, AttemptResult> deliver(
            AcceptedMail mail, QueuedBody body, Collection<Integer> ordinals) {
        Map<Integer, AttemptResult> results = local.deliver(mail, body, ordinals);
        Set<String> domains = new HashSet<>();
        results.forEach((ordinal, result) -> {
            if (result instanceof Delivered) {
                AddressKey.parse(mail.getRecipients(ordinal).getAddress())
                        .filter(address -> localParts.contains(address.local()))
                        .ifPresent(address -> domains.add(address.domain()));
            }
        });
        if (!domains.isEmpty() && mail.getSize() <= mostOctets && isProven(mail)) {
            take(mail, body, domains);
        }
        return results;
    }

    private static boolean isProven(AcceptedMail mail) {
        return !mail.getArrival().getAccount().isEmpty()
                || mail.getArrival().getListener().equals(INTERNAL)
                || mail.getAuthentication().getDmarcList().stream()
                        .anyMatch(verdict -> verdict.getSpfAligned() || verdict.getDkimAligned());
    }

    /** The message is delivered: nothing that goes wrong here may change that. */
    private void take(AcceptedMail mail, QueuedBody body, Set<String> domains) {
        try {
            Optional<ReceivedReport> report =
                    reader.read(octets(bodies.open(body)), clock.millis());
            if (report.isPresent() && domains.contains(report.get().domain())) {
                reports.put(report.get());
            }
        } catch (ContentLost | AnswerLost e) {
            LOG.warnf("a report in %s is not kept: %s", mail.getId(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "a report in %s is not kept", mail.getId());
        }
    }

    private byte[] octets(MessageContent content) throws ContentLost {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Optional<byte[]> chunk = content.next();
        while (chunk.isPresent() && octets.size() <= mostOctets) {
            octets.writeBytes(chunk.get());
            chunk = content.next();
        }
        return octets.toByteArray();
    }
}
