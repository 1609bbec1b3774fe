package posthorn.imap.net;

import java.nio.charset.StandardCharsets;
import posthorn.runtime.net.CloseReason;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.Protocol;

/** IMAP as the listeners see it. */
record ImapProtocol(ImapService service) implements Protocol {

    @Override
    public ConnectionHandler open(MailConnection connection) {
        return new ImapConnection(connection, service);
    }

    @Override
    public byte[] closingLine(CloseReason reason) {
        String text =
                switch (reason) {
                    case TOO_MANY_CONNECTIONS -> "[LIMIT] Too many connections; try again later";
                    case TOO_MANY_FROM_CLIENT -> "[LIMIT] Too many connections from your address";
                    case NO_PROXY_HEADER -> "This port is reached through its load balancer alone";
                    case DEFECT -> "[SERVERBUG] Something went wrong here; connect again";
                };
        return ("* BYE " + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
