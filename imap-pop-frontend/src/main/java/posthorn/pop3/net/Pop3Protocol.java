package posthorn.pop3.net;

import java.nio.charset.StandardCharsets;
import posthorn.runtime.net.CloseReason;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.Protocol;

/** POP3 on a listener. */
final class Pop3Protocol implements Protocol {
    private final Pop3Service service;

    Pop3Protocol(Pop3Service service) {
        this.service = service;
    }

    @Override
    public ConnectionHandler open(MailConnection connection) {
        return new Pop3Connection(connection, service);
    }

    @Override
    public byte[] closingLine(CloseReason reason) {
        String words =
                switch (reason) {
                    case TOO_MANY_CONNECTIONS ->
                            "-ERR [SYS/TEMP] too many connections: try later\r\n";
                    case TOO_MANY_FROM_CLIENT ->
                            "-ERR [SYS/TEMP] too many connections from your address: try later\r\n";
                    case NO_PROXY_HEADER ->
                            "-ERR [SYS/PERM] this port is reached through its load balancer\r\n";
                    case DEFECT -> "-ERR [SYS/TEMP] a defect of this server: try again\r\n";
                };
        return words.getBytes(StandardCharsets.US_ASCII);
    }
}
