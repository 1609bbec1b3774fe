package posthorn.mailbox.clientsettings;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import posthorn.mailbox.clientsettings.MailServer.Protocol;

/**
 * A configuration profile of Apple with a mail account (the payload {@code
 * com.apple.mail.managed}): what iOS, iPadOS and macOS install from a link. It holds no password;
 * the device asks for it.
 */
public final class AppleProfile {

    /** Media type of a profile, signed or not. */
    public static final String MEDIA_TYPE = "application/x-apple-aspen-config";

    private static final String DOCTYPE =
            "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
                    + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";
    private static final String PASSWORD = "EmailAuthPassword";

    private final XmlText xml = new XmlText(DOCTYPE);

    private AppleProfile() {}

    /**
     * The profile of an address.
     *
     * @param address folded; the login, too
     * @param incoming the protocol by which mail is read; not offered: the one that is
     * @return empty: mail cannot be both read and sent with what is offered
     */
    public static Optional<String> of(String address, MailServers servers, Protocol incoming) {
        Optional<MailServer> read = servers.first(incoming).or(servers::preferredIncoming);
        Optional<MailServer> sent = servers.first(Protocol.SMTP);
        return read.flatMap(
                reading -> sent.map(sending -> new AppleProfile().text(address, reading, sending)));
    }

    /** The same address and protocol make the same profile: it takes the former one's place. */
    private String text(String address, MailServer reading, MailServer sending) {
        String domain = address.substring(address.lastIndexOf('@') + 1);
        String about = reading.protocol() + " " + address;
        xml.open("plist", "version", "1.0").open("dict");
        xml.element("key", "PayloadContent").open("array").open("dict");
        string("EmailAccountDescription", address);
        string("EmailAccountName", address);
        string(
                "EmailAccountType",
                reading.protocol() == Protocol.IMAP ? "EmailTypeIMAP" : "EmailTypePOP");
        string("EmailAddress", address);
        server("Incoming", address, reading);
        server("Outgoing", address, sending);
        truth("OutgoingPasswordSameAsIncomingPassword");
        payload("com.apple.mail.managed", "mail", "account " + about, address, domain);
        xml.close().close();
        payload("Configuration", "profile", "profile " + about, address, domain);
        return xml.close().close().toString();
    }

    private void server(String way, String address, MailServer server) {
        string(way + "MailServerAuthentication", PASSWORD);
        string(way + "MailServerHostName", server.host());
        xml.element("key", way + "MailServerPortNumber")
                .element("integer", Integer.toString(server.port()));
        truth(way + "MailServerUseSSL");
        string(way + "MailServerUsername", address);
    }

    private void payload(String type, String part, String about, String address, String domain) {
        UUID id = UUID.nameUUIDFromBytes(("posthorn " + about).getBytes(StandardCharsets.UTF_8));
        string("PayloadDescription", address);
        string("PayloadDisplayName", address);
        string("PayloadIdentifier", "posthorn." + part + "." + id);
        string("PayloadOrganization", domain);
        string("PayloadType", type);
        string("PayloadUUID", id.toString().toUpperCase(Locale.ROOT));
        xml.element("key", "PayloadVersion").element("integer", "1");
    }

    private void string(String key, String value) {
        xml.element("key", key).element("string", value);
    }

    private void truth(String key) {
        xml.element("key", key).empty("true");
    }
}
