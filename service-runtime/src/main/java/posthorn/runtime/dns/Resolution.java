package posthorn.runtime.dns;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import posthorn.runtime.log.LogText;

/**
 * One question on its way, with the aliases that lead on from it (RFC 1034 §3.6.2): those within
 * one answer, and another question where the answer ends with an alias.
 */
final class Resolution {
    private static final Logger LOG = Logger.getLogger(Resolution.class);
    private static final int MOST_ALIASES = 12;

    /** However long an answer says that it holds. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** However long it says that there is nothing (RFC 2308 §5). */
    private static final Duration LONGEST_ABSENCE = Duration.ofHours(1);

    private final Resolver resolver;
    private final Question question;
    private Name name;
    private int aliases;
    private long seconds = LONGEST.toSeconds();
    private boolean authentic = true;

    Resolution(Resolver resolver, Question question) {
        this.resolver = resolver;
        this.question = question;
        this.name = question.name();
    }

    /** Asks; completes with the answer, or with why there is none, and never exceptionally. */
    CompletableFuture<Answer> answer() {
        return ask().exceptionally(this::failed);
    }

    private CompletableFuture<Answer> ask() {
        return resolver.sendAsync(new Question(name, question.type()).query())
                .thenCompose(this::answered)
                .toCompletableFuture();
    }

    private CompletableFuture<Answer> answered(Message message) {
        int code = message.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return failed(
                    code == Rcode.SERVFAIL
                            ? "the name servers failed to answer (SERVFAIL)"
                            : "the name servers refused to answer (" + Rcode.string(code) + ")");
        }
        authentic &= message.getHeader().getFlag(Flags.AD);
        List<Record> answer = message.getSection(Section.ANSWER);
        int before = aliases;
        while (followed(answer)) {
            if (aliases > MOST_ALIASES) {
                return failed("the name is an alias of an alias without end");
            }
        }
        List<Record> records = records(answer);
        if (!records.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Answer(null, records, true, authentic, Duration.ofSeconds(seconds)));
        }
        return code == Rcode.NOERROR && aliases > before && !hasAuthority(message)
                ? ask()
                : CompletableFuture.completedFuture(absent(message));
    }

    private static CompletableFuture<Answer> failed(String reason) {
        return CompletableFuture.completedFuture(Answer.failed(reason));
    }

    private Answer failed(Throwable failure) {
        LOG.debugf(failure, "DNS for %s", LogText.clean(name.toString()));
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return Answer.failed(
                cause instanceof IOException
                        ? "no name server answered in time"
                        : "no name server gave an answer that can be used");
    }

    /** Goes from an alias to what it stands for, where the answer says what that is. */
    private boolean followed(List<Record> answer) {
        for (Record record : answer) {
            if (record instanceof CNAMERecord alias
                    && question.type() != Type.CNAME
                    && alias.getName().equals(name)) {
                name = alias.getTarget();
                seconds = Math.min(seconds, alias.getTTL());
                aliases++;
                return true;
            }
        }
        return false;
    }

    private List<Record> records(List<Record> answer) {
        List<Record> records = new ArrayList<>();
        for (Record record : answer) {
            if (record.getType() == question.type() && record.getName().equals(name)) {
                records.add(record);
                seconds = Math.min(seconds, record.getTTL());
            }
        }
        return records;
    }

    private static boolean hasAuthority(Message message) {
        return message.getSection(Section.AUTHORITY).stream()
                .anyMatch(record -> record instanceof SOARecord);
    }

    /** RFC 2308 §3: the SOA record says for how long; without one nothing is remembered. */
    private Answer absent(Message message) {
        long holds = 0;
        for (Record record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                holds = Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        long remembered = Math.min(seconds, Math.min(holds, LONGEST_ABSENCE.toSeconds()));
        return new Answer(
                null,
                List.of(),
                message.getRcode() == Rcode.NOERROR,
                authentic,
                Duration.ofSeconds(remembered));
    }
}
