package posthorn.mailbox.clientsettings;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;

/**
 * What Outlook asks for when an account is set up: "plain old XML" of [MS-OXDSCVR], a request with
 * an address and a response with the servers. There is no Exchange here, and so the response says
 * IMAP, POP3 and SMTP.
 */
public final class Autodiscover {

    /** Octets of the longest request that is read. */
    public static final int LONGEST_REQUEST = 16_384;

    private static final String ENVELOPE =
            "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";

    /** What Outlook accepts, and the only schema that is spoken here. */
    private static final String OUTLOOK =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private static final int MOST_EVENTS = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS");
    private static final XMLInputFactory PARSERS = parsers();

    private Autodiscover() {}

    /**
     * A request.
     *
     * @param address whose settings are asked for, as the client wrote it; not checked
     * @param schema of the response that the client accepts; empty: it does not say
     */
    public record Request(String address, String schema) {}

    /** Errors of [MS-OXDSCVR] §2.2.4.1.1.1.2. */
    public enum Fault {
        /** There is no such address, or nobody says. */
        NOT_FOUND(500, "The e-mail address cannot be found."),
        /** What came is no request. */
        INVALID_REQUEST(600, "Invalid Request"),
        /** The client accepts only what is not spoken here. */
        NOT_SPOKEN(601, "Requested schema version not supported");

        private final int code;
        private final String message;

        Fault(int code, String message) {
            this.code = code;
            this.message = message;
        }
    }

    /**
     * Neither document types nor anything from outside: what they declare would be a stranger's.
     */
    private static XMLInputFactory parsers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is read from outside");
        });
        return factory;
    }

    /**
     * The request in these octets.
     *
     * @return empty: it is none, longer than {@link #LONGEST_REQUEST}, or has a document type
     */
    public static Optional<Request> parse(byte[] octets) {
        if (octets.length == 0 || octets.length > LONGEST_REQUEST) {
            return Optional.empty();
        }
        try {
            XMLStreamReader reader =
                    PARSERS.createXMLStreamReader(new ByteArrayInputStream(octets));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static Optional<Request> read(XMLStreamReader reader) throws XMLStreamException {
        String element = "";
        String address = "";
        String schema = "";
        for (int events = 0; reader.hasNext(); events++) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD || events > MOST_EVENTS) {
                return Optional.empty();
            }
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> element = reader.getLocalName();
                case XMLStreamConstants.END_ELEMENT -> element = "";
                case XMLStreamConstants.CHARACTERS -> {
                    if (element.equals("EMailAddress")) {
                        address = reader.getText().strip();
                    } else if (element.equals("AcceptableResponseSchema")) {
                        schema = reader.getText().strip();
                    }
                }
                default -> {
                    // Comments and instructions say nothing.
                }
            }
        }
        return address.isEmpty() ? Optional.empty() : Optional.of(new Request(address, schema));
    }

    /** Whether the client takes what {@link #settings} writes. */
    public static boolean isSpoken(Request request) {
        return request.schema().isEmpty() || request.schema().equals(OUTLOOK);
    }

    /** The response with the servers in order of preference; the address is the login at each. */
    public static String settings(String address, MailServers servers) {
        XmlText xml = new XmlText("");
        xml.open("Autodiscover", "xmlns", ENVELOPE).open("Response", "xmlns", OUTLOOK);
        xml.open("Account");
        xml.element("AccountType", "email");
        xml.element("Action", "settings");
        servers.all().forEach(server -> server(xml, address, server));
        return xml.close().close().close().toString();
    }

    private static void server(XmlText xml, String address, MailServer server) {
        xml.open("Protocol");
        xml.element("Type", server.protocol().name());
        xml.element("Server", server.host());
        xml.element("Port", Integer.toString(server.port()));
        xml.element("DomainRequired", "off");
        xml.element("LoginName", address);
        xml.element("SPA", "off");
        xml.element("SSL", server.security() == Security.TLS ? "on" : "off");
        xml.element("Encryption", server.security() == Security.TLS ? "SSL" : "TLS");
        xml.element("AuthRequired", "on");
        if (server.protocol() == Protocol.SMTP) {
            xml.element("UsePOPAuth", "on");
            xml.element("SMTPLast", "off");
        }
        xml.close();
    }

    /**
     * The response that says what is wrong.
     *
     * @param now when it is written
     */
    public static String error(Fault fault, Instant now) {
        XmlText xml = new XmlText("");
        xml.open("Autodiscover", "xmlns", ENVELOPE).open("Response");
        String time = TIME.format(now.atOffset(ZoneOffset.UTC));
        xml.open("Error", "Time", time, "Id", Long.toString(now.getEpochSecond()));
        xml.element("ErrorCode", Integer.toString(fault.code));
        xml.element("Message", fault.message);
        xml.empty("DebugData");
        return xml.close().close().close().toString();
    }
}
