package posthorn.runtime.dns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.MailExchanger;
import posthorn.protocol.dns.TlsaRecord;

/**
 * Questions to name servers: cached for as long as the answers say, aliases followed, UDP first and
 * TCP where an answer is cut. Calls wait, at most for the limit; questions that are asked by
 * several at once are asked once. Safe for all threads.
 */
public final class DnsClient implements Dns {
    private final AnswerCache answers;
    private final boolean internet;
    private final boolean trusted;
    private final Duration limit;
    private final Semaphore room;

    /**
     * A client.
     *
     * @param internet whether the servers are those of the Internet, which know no reserved names;
     *     otherwise somebody has named servers, which may know any name
     * @param trusted whether the AD bit of the servers is believed (RFC 6840 §5.8)
     * @param limit how long one question may take, with all servers and aliases
     * @param room for questions that wait at the same time
     */
    DnsClient(
            AnswerCache answers,
            boolean internet,
            boolean trusted,
            Duration limit,
            Semaphore room) {
        this.answers = answers;
        this.internet = internet;
        this.trusted = trusted;
        this.limit = limit;
        this.room = room;
    }

    /** The same client, with the same cache, for questions that may take so long. */
    public DnsClient within(Duration time) {
        return new DnsClient(answers, internet, trusted, time, room);
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        return ask(name, Type.TXT, record -> text((TXTRecord) record));
    }

    @Override
    public DnsAnswer<InetAddress> a(String name) {
        return ask(name, Type.A, record -> ((ARecord) record).getAddress());
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String name) {
        return ask(name, Type.AAAA, record -> ((AAAARecord) record).getAddress());
    }

    @Override
    public DnsAnswer<MailExchanger> mx(String name) {
        return ask(name, Type.MX, record -> exchanger((MXRecord) record));
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        if (internet && ReservedNames.holds(address)) {
            return new DnsAnswer.Absent<>(false);
        }
        return ask(
                ReverseMap.fromAddress(address),
                Type.PTR,
                record -> text(((PTRRecord) record).getTarget()));
    }

    @Override
    public DnsAnswer<TlsaRecord> tlsa(String name) {
        return ask(name, Type.TLSA, record -> tlsa((TLSARecord) record));
    }

    /**
     * The data of all records of a type, as zone files have it (RFC 1035 §5.1), names with their
     * last dot; of TXT the joined text itself.
     *
     * @param type as in {@code MX}
     */
    public DnsAnswer<String> data(String name, String type) {
        return ask(
                name,
                Type.value(type),
                record ->
                        record instanceof TXTRecord txt
                                ? new String(
                                        text(txt).getBytes(StandardCharsets.ISO_8859_1),
                                        StandardCharsets.UTF_8)
                                : record.rdataToString());
    }

    /**
     * Whether the name servers validate what they answer: asks for a zone that is signed.
     *
     * @param zone as in {@code .} for the root
     * @return whether its answer was said to be authentic; unavailable: nobody knows
     */
    public DnsAnswer<Boolean> validates(String zone) {
        try {
            DnsAnswer<Boolean> answer =
                    ask(Name.fromString(zone, Name.root), Type.NS, record -> true);
            return answer instanceof DnsAnswer.Found<Boolean>(List<Boolean> all, boolean authentic)
                    ? new DnsAnswer.Found<>(List.of(authentic), authentic)
                    : answer;
        } catch (TextParseException e) {
            return new DnsAnswer.Absent<>(false);
        }
    }

    private <T> DnsAnswer<T> ask(String name, int type, Function<Record, T> read) {
        try {
            boolean special =
                    name.isEmpty()
                            || name.equals("@")
                            || name.indexOf('\\') >= 0
                            || (internet && ReservedNames.holds(name));
            return special
                    ? new DnsAnswer.Absent<>(false)
                    : ask(Name.fromString(name, Name.root), type, read);
        } catch (TextParseException e) {
            return new DnsAnswer.Absent<>(false);
        }
    }

    private <T> DnsAnswer<T> ask(Name name, int type, Function<Record, T> read) {
        if (!room.tryAcquire()) {
            return new DnsAnswer.Unavailable<>("too many questions to DNS wait already");
        }
        try {
            Answer answer =
                    answers.get(new Question(name, type))
                            .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            String failure = answer.failure();
            if (failure != null) {
                return new DnsAnswer.Unavailable<>(failure);
            }
            return answer.records().isEmpty()
                    ? new DnsAnswer.Absent<>(answer.nameExists())
                    : new DnsAnswer.Found<>(
                            answer.records().stream().map(read).toList(),
                            trusted && answer.authentic());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            return new DnsAnswer.Unavailable<>("no name server answered in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DnsAnswer.Unavailable<>("the service stops");
        } finally {
            room.release();
        }
    }

    private static TlsaRecord tlsa(TLSARecord record) {
        return new TlsaRecord(
                record.getCertificateUsage(),
                record.getSelector(),
                record.getMatchingType(),
                record.getCertificateAssociationData());
    }

    private static MailExchanger exchanger(MXRecord record) {
        return new MailExchanger(record.getPriority(), text(record.getTarget()));
    }

    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true);
    }

    /** Its pieces, one after the other, one char an octet. */
    private static String text(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        for (byte[] piece : record.getStringsAsByteArrays()) {
            for (byte octet : piece) {
                text.append((char) (octet & 0xff));
            }
        }
        return text.toString();
    }
}
