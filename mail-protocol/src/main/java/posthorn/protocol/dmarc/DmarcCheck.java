package posthorn.protocol.dmarc;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;

/** DMARC evaluation of the author's domain of one message (RFC 9989 §5.3). Waits for DNS. */
public final class DmarcCheck {
    private final Dns dns;
    private final TreeWalk walk;
    private final String author;
    private final List<AuthenticatedIdentifier> identifiers;

    private DmarcCheck(Dns dns, String author, List<AuthenticatedIdentifier> identifiers) {
        this.dns = dns;
        this.walk = new TreeWalk(dns);
        this.author = author;
        this.identifiers = identifiers;
    }

    /**
     * Checks a message.
     *
     * @param author domain in the From field, in lower case, A-labels
     * @param identifiers that SPF and DKIM found; those that failed are left out
     */
    public static DmarcOutcome of(
            Dns dns, String author, List<AuthenticatedIdentifier> identifiers) {
        return new DmarcCheck(dns, author, identifiers).run();
    }

    /** The record that counts, and which of its policies. */
    private record Applied(String domain, DmarcRecord record, boolean below) {}

    private DmarcOutcome run() {
        try {
            Optional<Applied> applied = discover();
            return applied.isPresent()
                    ? evaluate(applied.get())
                    : outcome(DmarcOutcome.Result.NONE, author + " has no DMARC record");
        } catch (TreeWalk.Unavailable e) {
            return outcome(DmarcOutcome.Result.TEMPERROR, e.reason());
        }
    }

    /** Without a policy an identifier still is the author's own domain, or not. */
    private DmarcOutcome outcome(DmarcOutcome.Result result, String reason) {
        List<AuthenticatedIdentifier.Method> same =
                identifiers.stream()
                        .filter(id -> id.decided() && id.domain().equals(author))
                        .map(AuthenticatedIdentifier::method)
                        .distinct()
                        .toList();
        return new DmarcOutcome(
                result, author, "", DmarcPolicy.NONE, DmarcPolicy.NONE, same, List.of(), reason);
    }

    /** §4.10.1: the author's own record, else that of its organization, else of its suffix. */
    private Optional<Applied> discover() throws TreeWalk.Unavailable {
        Optional<DmarcRecord> own = walk.at(author);
        if (own.isPresent()) {
            return asking(author, own.get(), false);
        }
        List<TreeWalk.Found> above = walk.from(author);
        String organization = TreeWalk.organizationalDomain(author, above);
        for (TreeWalk.Found found : above) {
            boolean counts =
                    found.domain().equals(organization)
                            || found.record().suffix() == DmarcRecord.Suffix.YES;
            if (counts) {
                return asking(found.domain(), found.record(), true);
            }
        }
        return Optional.empty();
    }

    private static Optional<Applied> asking(String domain, DmarcRecord record, boolean below) {
        return record.policy().map(policy -> new Applied(domain, record, below));
    }

    private DmarcOutcome evaluate(Applied applied) throws TreeWalk.Unavailable {
        SortedSet<AuthenticatedIdentifier.Method> aligned = new TreeSet<>();
        Optional<AuthenticatedIdentifier> undecided = Optional.empty();
        for (AuthenticatedIdentifier identifier : identifiers) {
            if (aligned.contains(identifier.method()) || !isAligned(identifier, applied.record())) {
                continue;
            }
            if (identifier.decided()) {
                aligned.add(identifier.method());
            } else {
                undecided = Optional.of(identifier);
            }
        }
        if (aligned.isEmpty() && undecided.isPresent()) {
            String reason = undecided.get().method() + " of " + undecided.get().domain();
            return judged(
                    applied,
                    DmarcOutcome.Result.TEMPERROR,
                    aligned,
                    reason + " could not be checked now");
        }
        return aligned.isEmpty()
                ? judged(applied, DmarcOutcome.Result.FAIL, aligned, unaligned())
                : judged(applied, DmarcOutcome.Result.PASS, aligned, aligned + " of " + author);
    }

    private DmarcOutcome judged(
            Applied applied,
            DmarcOutcome.Result result,
            SortedSet<AuthenticatedIdentifier.Method> aligned,
            String reason)
            throws TreeWalk.Unavailable {
        DmarcPolicy published =
                result == DmarcOutcome.Result.PASS
                        ? applied.record().policy().orElse(DmarcPolicy.NONE)
                        : policy(applied);
        return new DmarcOutcome(
                result,
                author,
                applied.domain(),
                applied.record().testing() ? published.inTest() : published,
                published,
                List.copyOf(aligned),
                applied.record().reports(),
                reason);
    }

    private String unaligned() {
        List<String> others =
                identifiers.stream()
                        .filter(AuthenticatedIdentifier::decided)
                        .map(id -> id.method() + " passed for " + id.domain())
                        .distinct()
                        .toList();
        return others.isEmpty()
                ? "neither SPF nor DKIM passed"
                : String.join(", ", others) + ", which is not " + author;
    }

    /** §4.10.2. */
    private boolean isAligned(AuthenticatedIdentifier identifier, DmarcRecord record)
            throws TreeWalk.Unavailable {
        String domain = identifier.domain().toLowerCase(Locale.ROOT);
        if (domain.equals(author)) {
            return true;
        }
        boolean strict =
                switch (identifier.method()) {
                    case SPF -> record.strictSpf();
                    case DKIM -> record.strictDkim();
                };
        return !strict
                && lastLabel(domain).equals(lastLabel(author))
                && walk.organizationalDomain(domain).equals(walk.organizationalDomain(author));
    }

    private static String lastLabel(String domain) {
        return domain.substring(domain.lastIndexOf('.') + 1);
    }

    /** {@code p}, or for a domain below the record's own {@code np} or {@code sp}. */
    private DmarcPolicy policy(Applied applied) throws TreeWalk.Unavailable {
        DmarcRecord record = applied.record();
        DmarcPolicy own = record.policy().orElse(DmarcPolicy.NONE);
        if (!applied.below()) {
            return own;
        }
        DmarcPolicy existing = record.subdomains().orElse(own);
        if (record.absent().isEmpty() || record.absent().get() == existing) {
            return existing;
        }
        return exists() ? existing : record.absent().get();
    }

    /** §3.2.12: a domain without A, AAAA and MX records does not exist. */
    private boolean exists() throws TreeWalk.Unavailable {
        for (DnsAnswer<?> answer : List.of(dns.mx(author), dns.a(author), dns.aaaa(author))) {
            switch (answer) {
                case DnsAnswer.Found<?> found -> {
                    return true;
                }
                case DnsAnswer.Unavailable<?>(String reason) ->
                        throw new TreeWalk.Unavailable(author + ": " + reason);
                case DnsAnswer.Absent<?> absent -> {
                    // The next type decides.
                }
            }
        }
        return false;
    }
}
