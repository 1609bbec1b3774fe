package posthorn.protocol.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;

/**
 * The DNS Tree Walk (RFC 9989 §4.10): from a domain up to its top-level domain, with eight
 * questions at most. Answers are remembered for as long as one message is checked.
 */
final class TreeWalk {
    /** Questions of one walk. */
    static final int MOST_QUESTIONS = 8;

    private final Dns dns;
    private final Map<String, Optional<DmarcRecord>> known = new HashMap<>();

    TreeWalk(Dns dns) {
        this.dns = dns;
    }

    /** A record and where it was found. */
    record Found(String domain, DmarcRecord record) {}

    /** DNS could not be asked. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        Unavailable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** The records from a domain upwards, the longest name first. */
    List<Found> from(String domain) throws Unavailable {
        List<Found> found = new ArrayList<>();
        String target = domain;
        while (!target.isEmpty()) {
            Optional<DmarcRecord> record = at(target);
            if (record.isPresent()) {
                found.add(new Found(target, record.get()));
                if (record.get().suffix() != DmarcRecord.Suffix.UNSAID) {
                    break;
                }
            }
            target = parent(target);
        }
        return found;
    }

    /** §4.10.2, from the records that a walk from the domain has found. */
    static String organizationalDomain(String domain, List<Found> walk) {
        for (Found found : walk) {
            if (found.record().suffix() == DmarcRecord.Suffix.NO) {
                return found.domain();
            }
            if (found.record().suffix() == DmarcRecord.Suffix.YES
                    && !found.domain().equals(domain)) {
                return oneBelow(found.domain(), domain);
            }
        }
        return walk.isEmpty() ? domain : walk.getLast().domain();
    }

    /** The Organizational Domain. */
    String organizationalDomain(String domain) throws Unavailable {
        return organizationalDomain(domain, from(domain));
    }

    /** The record of exactly this domain; none where there are several. */
    Optional<DmarcRecord> at(String domain) throws Unavailable {
        Optional<DmarcRecord> before = known.get(domain);
        if (before != null) {
            return before;
        }
        Optional<DmarcRecord> record =
                switch (dns.txt("_dmarc." + domain)) {
                    case DnsAnswer.Absent<String> absent -> Optional.empty();
                    case DnsAnswer.Unavailable<String>(String reason) ->
                            throw new Unavailable("_dmarc." + domain + ": " + reason);
                    case DnsAnswer.Found<String>(List<String> texts, boolean authentic) ->
                            single(texts);
                };
        known.put(domain, record);
        return record;
    }

    private static Optional<DmarcRecord> single(List<String> texts) {
        List<DmarcRecord> records =
                texts.stream().flatMap(text -> DmarcRecord.parse(text).stream()).toList();
        return records.size() == 1 ? Optional.of(records.getFirst()) : Optional.empty();
    }

    /** Without its first label; of a name of eight labels and more the last seven (step 4). */
    private static String parent(String domain) {
        int labels = 1 + (int) domain.chars().filter(c -> c == '.').count();
        int drop = labels >= MOST_QUESTIONS ? labels - MOST_QUESTIONS + 1 : 1;
        String parent = domain;
        for (int i = 0; i < drop; i++) {
            int dot = parent.indexOf('.');
            parent = dot < 0 ? "" : parent.substring(dot + 1);
        }
        return parent;
    }

    /** The name one label below {@code above} on the way down to {@code domain}. */
    private static String oneBelow(String above, String domain) {
        int end = domain.length() - above.length() - 1;
        int dot = domain.lastIndexOf('.', end - 1);
        return domain.substring(dot + 1);
    }
}
