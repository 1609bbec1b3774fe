package posthorn.e2e.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The names that there are. Any other name is NXDOMAIN, and a name without a record of the type
 * asked for has an empty answer. Names are given with or without the last dot. Every method may be
 * called at any time by any thread, and returns the zones themselves.
 */
public final class Zones {
    private static final long TTL = 0;
    private static final int MAX_CHAIN = 16;
    private static final int LONGEST_PIECE = 255;

    /** How a name is answered other than by its records. */
    enum Trouble {
        SERVER_FAILURE,
        REFUSED,
        SILENCE,
        TRUNCATED
    }

    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<Name, Trouble> troubles = new ConcurrentHashMap<>();

    Zones() {}

    /** Adds a mail exchanger (RFC 5321 §5.1). */
    public Zones mx(String name, int preference, String host) {
        Name owner = name(name);
        return add(new MXRecord(owner, DClass.IN, TTL, preference, name(host)));
    }

    /** Says that the domain takes no mail (RFC 7505). */
    public Zones nullMx(String name) {
        return add(new MXRecord(name(name), DClass.IN, TTL, 0, Name.root));
    }

    /** Adds an address: an A or an AAAA record, as the literal says. */
    public Zones address(String name, String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);
        Name owner = name(name);
        return add(
                address.getAddress().length == 4
                        ? new ARecord(owner, DClass.IN, TTL, address)
                        : new AAAARecord(owner, DClass.IN, TTL, address));
    }

    /** Adds a text: one TXT record, in as many pieces as it needs (RFC 1035 §3.3.14). */
    public Zones txt(String name, String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); at += LONGEST_PIECE) {
            pieces.add(text.substring(at, Math.min(text.length(), at + LONGEST_PIECE)));
        }
        return add(new TXTRecord(name(name), DClass.IN, TTL, pieces));
    }

    /** Makes the name an alias. */
    public Zones cname(String name, String target) {
        return add(new CNAMERecord(name(name), DClass.IN, TTL, name(target)));
    }

    /** Adds any record. */
    public Zones add(Record record) {
        records.computeIfAbsent(record.getName(), any -> new CopyOnWriteArrayList<>()).add(record);
        return this;
    }

    /** Makes the name be there without any record. */
    public Zones empty(String name) {
        records.computeIfAbsent(name(name), any -> new CopyOnWriteArrayList<>());
        return this;
    }

    /** Answers each query for the name with SERVFAIL. */
    public Zones serverFailure(String name) {
        return trouble(name, Trouble.SERVER_FAILURE);
    }

    /** Answers each query for the name with REFUSED. */
    public Zones refused(String name) {
        return trouble(name, Trouble.REFUSED);
    }

    /** Answers no query for the name. */
    public Zones silence(String name) {
        return trouble(name, Trouble.SILENCE);
    }

    /**
     * Answers queries for the name over UDP with the TC bit alone, so that they have to come again
     * over TCP.
     */
    public Zones truncated(String name) {
        return trouble(name, Trouble.TRUNCATED);
    }

    /** Takes back all that was said of a name. */
    public Zones forget(String name) {
        records.remove(name(name));
        troubles.remove(name(name));
        return this;
    }

    private Zones trouble(String name, Trouble trouble) {
        troubles.put(name(name), trouble);
        return this;
    }

    @Nullable Trouble trouble(Name name) {
        return troubles.get(name);
    }

    boolean has(Name name) {
        return records.containsKey(name);
    }

    /** Records that answer the question, those of aliases on the way included (RFC 1034 §4.3.2). */
    List<Record> answer(Name question, int type) {
        List<Record> answer = new ArrayList<>();
        @Nullable Name name = question;
        for (int i = 0; name != null && i < MAX_CHAIN; i++) {
            Name next = null;
            for (Record record : records.getOrDefault(name, List.of())) {
                if (record.getType() == type || type == Type.ANY) {
                    answer.add(record);
                } else if (record instanceof CNAMERecord alias) {
                    answer.add(alias);
                    next = alias.getTarget();
                }
            }
            name = next;
        }
        return answer;
    }

    private static Name name(String name) {
        try {
            return Name.fromString(name, Name.root).canonicalize();
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a domain name: " + name, e);
        }
    }
}
