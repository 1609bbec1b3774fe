package posthorn.protocol.dns;

import java.net.InetAddress;

/**
 * Questions to DNS. Calls wait for the answer and never throw; aliases (CNAME) are followed. Names
 * are given with or without the dot at the end, in any case; one that is no domain name does not
 * exist.
 */
public interface Dns {

    /**
     * TXT records (RFC 1035 §3.3.14). Each is one octet string, its pieces joined without anything
     * between them.
     */
    DnsAnswer<String> txt(String name);

    /** IPv4 addresses (RFC 1035 §3.4.1). */
    DnsAnswer<InetAddress> a(String name);

    /** IPv6 addresses (RFC 3596 §2.1). */
    DnsAnswer<InetAddress> aaaa(String name);

    /** Mail exchangers (RFC 1035 §3.3.9), in no order. */
    DnsAnswer<MailExchanger> mx(String name);

    /** Names of an address (RFC 1035 §3.5, RFC 3596 §2.5), without the dot at the end. */
    DnsAnswer<String> ptr(InetAddress address);

    /**
     * What a service's certificate has to be (RFC 6698 §2.1), in no order.
     *
     * @param name of the service, as in {@code _25._tcp.mail.example.org}
     */
    DnsAnswer<TlsaRecord> tlsa(String name);

    /** Addresses of the family of {@code like}. */
    default DnsAnswer<InetAddress> addresses(String name, InetAddress like) {
        return like.getAddress().length == 4 ? a(name) : aaaa(name);
    }
}
