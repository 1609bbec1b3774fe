package posthorn.mailbox.clientsettings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;

/**
 * What is offered to mail programs.
 *
 * @param all in the order in which they are to be tried: IMAP before POP3, TLS from the start
 *     before STARTTLS (RFC 8314 §3)
 * @param issuer whose tokens are taken; empty: nobody's
 */
public record MailServers(List<MailServer> all, Optional<OAuthIssuer> issuer) {
    /** Keeps the list from changing. */
    public MailServers {
        all = List.copyOf(all);
    }

    /** The same without the protocols that are switched off. */
    public MailServers only(Set<Protocol> on) {
        return new MailServers(
                all.stream().filter(server -> on.contains(server.protocol())).toList(), issuer);
    }

    /** Those at which mail is read, or those at which it is sent. */
    public List<MailServer> of(boolean incoming) {
        return all.stream().filter(server -> server.protocol().incoming() == incoming).toList();
    }

    /** The one that is tried first; empty: the protocol is not offered. */
    public Optional<MailServer> first(Protocol protocol) {
        return all.stream().filter(server -> server.protocol() == protocol).findFirst();
    }

    /** The one of a kind; empty: it is not offered. */
    public Optional<MailServer> at(Protocol protocol, Security security) {
        return all.stream()
                .filter(server -> server.protocol() == protocol && server.security() == security)
                .findFirst();
    }

    /** Whether a client should take this one before the others of its purpose. */
    public boolean preferred(MailServer server) {
        return of(server.protocol().incoming()).getFirst().equals(server);
    }

    /** The one at which mail is read when nothing speaks for another; empty: there is none. */
    public Optional<MailServer> preferredIncoming() {
        return of(true).stream().findFirst();
    }
}
