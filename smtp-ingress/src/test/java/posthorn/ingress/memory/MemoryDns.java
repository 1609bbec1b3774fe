package posthorn.ingress.memory;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.MailExchanger;
import posthorn.protocol.dns.TlsaRecord;

/** Names in memory. */
public final class MemoryDns implements Dns {
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Adds a TXT record. */
    public MemoryDns txt(String name, String text) {
        return add("TXT " + name, text);
    }

    /** Adds an IPv4 address, and says that it has that name. */
    public MemoryDns host(String name, String address) {
        return add("A " + name, address).add("PTR " + address, name);
    }

    /** From now on there is no answer about the name. */
    public MemoryDns broken(String name) {
        broken.add(name);
        return this;
    }

    /** Questions so far. */
    public List<String> asked() {
        return asked;
    }

    private MemoryDns add(String key, String data) {
        records.computeIfAbsent(key, any -> new CopyOnWriteArrayList<>()).add(data);
        return this;
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        return answer("TXT", name, text -> text);
    }

    @Override
    public DnsAnswer<InetAddress> a(String name) {
        return answer("A", name, InetAddress::ofLiteral);
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String name) {
        return answer("AAAA", name, InetAddress::ofLiteral);
    }

    @Override
    public DnsAnswer<MailExchanger> mx(String name) {
        return answer("MX", name, host -> new MailExchanger(0, host));
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        return answer("PTR", address.getHostAddress(), name -> name);
    }

    @Override
    public DnsAnswer<TlsaRecord> tlsa(String name) {
        return new DnsAnswer.Absent<>(false);
    }

    private <T> DnsAnswer<T> answer(String type, String name, Function<String, T> read) {
        asked.add(type + " " + name);
        if (broken.contains(name)) {
            return new DnsAnswer.Unavailable<>("no name server answered in time");
        }
        List<String> found = records.get(type + " " + name);
        return found == null
                ? new DnsAnswer.Absent<>(false)
                : new DnsAnswer.Found<>(found.stream().map(read).toList(), false);
    }
}
