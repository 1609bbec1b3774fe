package posthorn.ingress.net;

import java.nio.charset.StandardCharsets;
import posthorn.ingress.session.RejectReason;
import posthorn.ingress.session.Role;
import posthorn.runtime.net.CloseReason;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.Networks;
import posthorn.runtime.net.Protocol;

/** SMTP on a listener of one role. */
final class SmtpProtocol implements Protocol {
    private final Role role;
    private final SmtpListening with;
    private final Networks xclient;

    /**
     * SMTP.
     *
     * @param xclient networks whose peers are trusted to say for whom they speak
     */
    SmtpProtocol(Role role, SmtpListening with, Networks xclient) {
        this.role = role;
        this.with = with;
        this.xclient = xclient;
    }

    @Override
    public ConnectionHandler open(MailConnection connection) {
        boolean trusted = xclient.contains(connection.clientAddress());
        return new SmtpConnection(connection, role, with, trusted);
    }

    @Override
    public byte[] closingLine(CloseReason reason) {
        RejectReason refusal =
                switch (reason) {
                    case TOO_MANY_CONNECTIONS -> RejectReason.TOO_MANY_CONNECTIONS;
                    case TOO_MANY_FROM_CLIENT -> RejectReason.TOO_MANY_FROM_CLIENT;
                    case NO_PROXY_HEADER -> RejectReason.NO_PROXY_HEADER;
                    case DEFECT -> RejectReason.DEFECT;
                };
        with.events().count(refusal);
        return with.settings()
                .replyLines()
                .of(refusal, refusal.reply())
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }
}
