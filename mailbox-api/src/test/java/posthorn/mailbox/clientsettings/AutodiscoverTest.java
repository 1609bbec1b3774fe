package posthorn.mailbox.clientsettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.mailbox.clientsettings.Autodiscover.Fault;
import posthorn.mailbox.clientsettings.Autodiscover.Request;

/** What Outlook asks, and what it is told. */
class AutodiscoverTest {

    private static final String OUTLOOK =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private static Optional<Request> parsed(String xml) {
        return Autodiscover.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void requestOfOutlookIsRead() {
        assertEquals(
                Optional.of(new Request("alice@example.test", OUTLOOK)),
                parsed(
                        """
                        <?xml version="1.0" encoding="utf-8"?>
                        <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
                          <Request>
                            <EMailAddress>alice@example.test</EMailAddress>
                            <AcceptableResponseSchema>%s</AcceptableResponseSchema>
                          </Request>
                        </Autodiscover>
                        """
                                .formatted(OUTLOOK)));
    }

    @Test
    void onlyOutlooksSchemaIsSpoken() {
        assertTrue(Autodiscover.isSpoken(new Request("a@b.test", OUTLOOK)));
        assertTrue(Autodiscover.isSpoken(new Request("a@b.test", "")));
        assertFalse(
                Autodiscover.isSpoken(
                        new Request("a@b.test", OUTLOOK.replace("outlook", "mobilesync"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<Autodiscover/>",
                "<Autodiscover><Request><EMailAddress>a@b.test</EMailAddress>",
                "<Autodiscover><Request><EMailAddress> </EMailAddress></Request></Autodiscover>",
                "<!DOCTYPE a><a><EMailAddress>a@b.test</EMailAddress></a>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a><EMailAddress>&e;</EMailAddress></a>",
                "<!DOCTYPE a [<!ENTITY e \"ha\"><!ENTITY f \"&e;&e;&e;\">]><a><EMailAddress>&f;</EMailAddress></a>"
            })
    void whatIsNoRequestIsNone(String xml) {
        assertEquals(Optional.empty(), parsed(xml));
    }

    @Test
    void lengthAndNumberOfElementsAreBounded() {
        String many = "<a>" + "<b/>".repeat(1000) + "<EMailAddress>a@b.test</EMailAddress></a>";
        assertEquals(Optional.empty(), parsed(many));
        String one = "<a><EMailAddress>a@b.test</EMailAddress></a>";
        int room = Autodiscover.LONGEST_REQUEST - one.length();
        assertTrue(parsed(one + " ".repeat(room)).isPresent());
        assertEquals(Optional.empty(), parsed(one + " ".repeat(room + 1)));
    }

    @Test
    void responseNamesAllServersTlsFromTheStartFirst() {
        String xml = Autodiscover.settings("alice@example.test", Offered.all());
        assertEquals(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
                  <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
                    <Account>
                      <AccountType>email</AccountType>
                      <Action>settings</Action>
                      <Protocol>
                        <Type>IMAP</Type>
                        <Server>mail.example.test</Server>
                        <Port>993</Port>
                        <DomainRequired>off</DomainRequired>
                        <LoginName>alice@example.test</LoginName>
                        <SPA>off</SPA>
                        <SSL>on</SSL>
                        <Encryption>SSL</Encryption>
                        <AuthRequired>on</AuthRequired>
                      </Protocol>
                """,
                xml.substring(0, xml.indexOf("</Protocol>") + 12));
        assertEquals(
                List.of("993", "143", "995", "110", "465", "587"),
                xml.lines()
                        .filter(line -> line.contains("<Port>"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .toList());
    }

    @Test
    void whatWasAskedIsNeverMarkup() {
        String xml = Autodiscover.settings("<a&b@example.test", Offered.all());
        assertTrue(xml.contains("<LoginName>&lt;a&amp;b@example.test</LoginName>"), xml);
    }

    @Test
    void errorsHaveTheCodesOfTheProtocol() {
        String xml = Autodiscover.error(Fault.INVALID_REQUEST, Instant.ofEpochSecond(86_399));
        assertTrue(xml.contains("<Error Time=\"23:59:59.0000000\" Id=\"86399\">"), xml);
        assertTrue(xml.contains("<ErrorCode>600</ErrorCode>"), xml);
        assertTrue(
                Autodiscover.error(Fault.NOT_FOUND, Instant.EPOCH)
                        .contains("<ErrorCode>500</ErrorCode>"));
        assertTrue(
                Autodiscover.error(Fault.NOT_SPOKEN, Instant.EPOCH)
                        .contains("<ErrorCode>601</ErrorCode>"));
    }
}
