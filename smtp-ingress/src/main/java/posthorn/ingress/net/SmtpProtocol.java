package posthorn.ingress.net;

import java.nio.charset.StandardCharsets;
import posthorn.ingress.session.Refusal;
import posthorn.ingress.session.Role;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.Farewell;
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
    public byte[] farewell(Farewell reason) {
        Refusal refusal =
                switch (reason) {
                    case TOO_MANY_CONNECTIONS -> Refusal.TOO_MANY_CONNECTIONS;
                    case TOO_MANY_FROM_CLIENT -> Refusal.TOO_MANY_FROM_CLIENT;
                    case DEFECT -> Refusal.DEFECT;
                };
        with.outcomes().count(refusal);
        return refusal.reply().encode().getBytes(StandardCharsets.UTF_8);
    }
}
