package posthorn.ingress.access;

import java.net.InetAddress;
import java.util.List;
import posthorn.ingress.limits.RateLimit;
import posthorn.ingress.limits.Subject;
import posthorn.protocol.dns.IpNetwork;

/**
 * How often clients may do what they do.
 *
 * @param clientConnections of one client
 * @param networkConnections of one network
 * @param clientMessages of one client that has not signed in
 * @param networkMessages of one network, those of users left out
 * @param recipientMessages that other servers bring for one account
 * @param accountMessages of one user; each limit holds
 * @param accountRecipients of one user; each limit holds
 * @param networks what a network is, and which are not limited
 */
public record AccessLimits(
        RateLimit clientConnections,
        RateLimit networkConnections,
        RateLimit clientMessages,
        RateLimit networkMessages,
        RateLimit recipientMessages,
        List<RateLimit> accountMessages,
        List<RateLimit> accountRecipients,
        Networks networks) {

    public AccessLimits {
        accountMessages = List.copyOf(accountMessages);
        accountRecipients = List.copyOf(accountRecipients);
    }

    /**
     * Networks of clients.
     *
     * @param ipv4Bits of an IPv4 address that name a network
     * @param ipv6Bits of an IPv6 address that do
     * @param exempt clients in these are neither limited nor looked up
     */
    public record Networks(int ipv4Bits, int ipv6Bits, List<IpNetwork> exempt) {
        public Networks {
            exempt = List.copyOf(exempt);
        }

        /** The network of an address. */
        public Subject.Network of(String address) {
            return Subject.network(address, ipv4Bits, ipv6Bits);
        }

        /** Whether a client is let alone. */
        boolean exempts(String address) {
            if (exempt.isEmpty()) {
                return false;
            }
            InetAddress parsed = InetAddress.ofLiteral(address);
            return exempt.stream().anyMatch(network -> network.holds(parsed));
        }
    }
}
