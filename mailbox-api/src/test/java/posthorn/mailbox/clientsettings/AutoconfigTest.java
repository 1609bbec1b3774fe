package posthorn.mailbox.clientsettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.clientsettings.MailServer.Protocol;

/** What Thunderbird is told. */
class AutoconfigTest {

    @Test
    void serversAreNamedInTheOrderOfPreference() {
        String xml = Autoconfig.xml("example.test", Offered.all());
        assertEquals(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <clientConfig version="1.1">
                  <emailProvider id="example.test">
                    <domain>example.test</domain>
                    <displayName>example.test</displayName>
                    <displayShortName>example.test</displayShortName>
                    <incomingServer type="imap">
                      <hostname>mail.example.test</hostname>
                      <port>993</port>
                      <socketType>SSL</socketType>
                      <username>%EMAILADDRESS%</username>
                      <authentication>password-cleartext</authentication>
                    </incomingServer>
                """,
                xml.substring(0, xml.indexOf("</incomingServer>") + 18));
        assertEquals(List.of("993", "143", "995", "110", "465", "587"), ports(xml));
        assertTrue(xml.endsWith("  </emailProvider>\n</clientConfig>\n"), xml);
    }

    private static List<String> ports(String xml) {
        return xml.lines()
                .filter(line -> line.contains("<port>"))
                .map(line -> line.replaceAll("\\D", ""))
                .toList();
    }

    @Test
    void whatIsSwitchedOffIsNotNamed() {
        String xml =
                Autoconfig.xml(
                        "example.test", Offered.all().only(Set.of(Protocol.IMAP, Protocol.SMTP)));
        assertEquals(List.of("993", "143", "465", "587"), ports(xml));
        assertEquals(-1, xml.indexOf("pop3"));
    }

    @Test
    void anIssuerIsAnnouncedBeforeThePassword() {
        String xml = Autoconfig.xml("example.test", Offered.withIssuer());
        assertTrue(
                xml.contains(
                        """
                              <authentication>OAuth2</authentication>
                              <authentication>password-cleartext</authentication>
                        """),
                xml);
        assertTrue(
                xml.endsWith(
                        """
                          <oAuth2>
                            <issuer>https://login.example.test/realms/mail</issuer>
                            <scope>openid email</scope>
                            <authURL>https://login.example.test/auth?a=1&amp;b=2</authURL>
                            <tokenURL>https://login.example.test/token</tokenURL>
                          </oAuth2>
                        </clientConfig>
                        """),
                xml);
    }
}
