package posthorn.mailbox.clientsettings;

import java.util.List;
import java.util.Locale;
import posthorn.mailbox.clientsettings.MailServer.Security;

/**
 * What Thunderbird and others that know its format ask for when an account is set up: Mozilla's
 * config file format 1.1. Servers in the order in which they are tried; what is not offered is not
 * named.
 */
public final class Autoconfig {

    private Autoconfig() {}

    /**
     * The XML for a domain.
     *
     * @param domain folded
     */
    public static String xml(String domain, MailServers servers) {
        XmlText xml = new XmlText("");
        xml.open("clientConfig", "version", "1.1").open("emailProvider", "id", domain);
        xml.element("domain", domain);
        xml.element("displayName", domain);
        xml.element("displayShortName", domain);
        List<String> ways =
                servers.issuer().isPresent()
                        ? List.of("OAuth2", "password-cleartext")
                        : List.of("password-cleartext");
        servers.of(true).forEach(server -> server(xml, "incomingServer", server, ways));
        servers.of(false).forEach(server -> server(xml, "outgoingServer", server, ways));
        xml.close();
        servers.issuer().ifPresent(issuer -> issuer(xml, issuer));
        return xml.close().toString();
    }

    private static void server(XmlText xml, String name, MailServer server, List<String> ways) {
        xml.open(name, "type", server.protocol().name().toLowerCase(Locale.ROOT));
        xml.element("hostname", server.host());
        xml.element("port", Integer.toString(server.port()));
        xml.element("socketType", server.security() == Security.TLS ? "SSL" : "STARTTLS");
        xml.element("username", "%EMAILADDRESS%");
        ways.forEach(way -> xml.element("authentication", way));
        xml.close();
    }

    private static void issuer(XmlText xml, OAuthIssuer issuer) {
        xml.open("oAuth2");
        xml.element("issuer", issuer.issuer());
        xml.element("scope", String.join(" ", issuer.scopes()));
        issuer.endpoints()
                .ifPresent(where ->
                        xml.element("authURL", where.authorization())
                                .element("tokenURL", where.token()));
        xml.close();
    }
}
