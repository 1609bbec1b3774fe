package posthorn.mailbox.clientsettings;

import java.util.List;
import java.util.Optional;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;

/** What an installation with all ports offers. */
public final class Offered {

    private Offered() {}

    /** Everything, at one host. */
    public static MailServers all() {
        return new MailServers(
                List.of(
                        server(Protocol.IMAP, Security.TLS, 993),
                        server(Protocol.IMAP, Security.STARTTLS, 143),
                        server(Protocol.POP3, Security.TLS, 995),
                        server(Protocol.POP3, Security.STARTTLS, 110),
                        server(Protocol.SMTP, Security.TLS, 465),
                        server(Protocol.SMTP, Security.STARTTLS, 587)),
                Optional.empty());
    }

    private static MailServer server(Protocol protocol, Security security, int port) {
        return new MailServer(protocol, security, "mail.example.test", port);
    }

    /** The same with an issuer of tokens. */
    static MailServers withIssuer() {
        return new MailServers(
                all().all(),
                Optional.of(
                        new OAuthIssuer(
                                "https://login.example.test/realms/mail",
                                List.of("openid", "email"),
                                Optional.of(
                                        new OAuthIssuer.Endpoints(
                                                "https://login.example.test/auth?a=1&b=2",
                                                "https://login.example.test/token")))));
    }
}
