package posthorn.delivery;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.MailExchanger;
import posthorn.protocol.dns.TlsaRecord;

/** Texts and addresses in memory; nothing else exists. */
public final class TestDns implements Dns {

    private final Map<String, DnsAnswer<String>> texts = new ConcurrentHashMap<>();
    private final Map<String, InetAddress> addresses = new ConcurrentHashMap<>();

    /** From now on this is the answer about the texts of a name. */
    public TestDns txt(String name, DnsAnswer<String> answer) {
        texts.put(name, answer);
        return this;
    }

    /** From now on the name has that one text. */
    public TestDns txt(String name, String text) {
        return txt(name, new DnsAnswer.Found<>(List.of(text), false));
    }

    /** From now on the name is at that IPv4 address. */
    public TestDns a(String name, String address) {
        addresses.put(name, InetAddress.ofLiteral(address));
        return this;
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        return texts.getOrDefault(name, new DnsAnswer.Absent<>(false));
    }

    @Override
    public DnsAnswer<InetAddress> a(String name) {
        InetAddress address = addresses.get(name);
        return address == null
                ? new DnsAnswer.Absent<>(false)
                : new DnsAnswer.Found<>(List.of(address), false);
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String name) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<MailExchanger> mx(String name) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<TlsaRecord> tlsa(String name) {
        return new DnsAnswer.Absent<>(false);
    }
}
