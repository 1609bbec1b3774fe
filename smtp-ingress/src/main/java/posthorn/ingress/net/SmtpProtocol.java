package posthorn.ingress.net;

import java.nio.charset.StandardCharsets;
import posthorn.ingress.session.RejectReason;
import posthorn.ingress.session.Role;
import posthorn.runtime.net.CloseReason;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.Protocol;

/** SMTP on a listener of one role. */
final class SmtpProtocol implements Protocol {
    private final Role role;
    private final SmtpListening with;

    SmtpProtocol(Role role, SmtpListening with) {
        this.role = role;
        this.with = with;
    }

    @Override
    public ConnectionHandler open(MailConnection connection) {
        return new SmtpConnection(connection, role, with);
    }

    @Override
    public byte[] closingLine(CloseReason reason) {
        RejectReason refusal =
                switch (reason) {
                    case TOO_MANY_CONNECTIONS -> RejectReason.TOO_MANY_CONNECTIONS;
                    case TOO_MANY_FROM_CLIENT -> RejectReason.TOO_MANY_FROM_CLIENT;
                    case DEFECT -> RejectReason.DEFECT;
                };
        with.events().count(refusal);
        return refusal.reply().encode().getBytes(StandardCharsets.UTF_8);
    }
}
