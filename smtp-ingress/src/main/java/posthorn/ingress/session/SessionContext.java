package posthorn.ingress.session;

import java.util.Optional;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Reply;

/** What the verbs of one session share: where it stands, and how it accepts, refuses and closes. */
final class SessionContext {
    private final SmtpSessionSettings settings;
    private final Role role;
    private final boolean offersStartTls;
    private final SessionResources resources;
    private final PendingActions out = new PendingActions();
    private SmtpSessionState state;
    private int errors;

    SessionContext(
            SmtpSessionSettings settings,
            Role role,
            Client client,
            boolean offersStartTls,
            SessionResources resources) {
        this.settings = settings;
        this.role = role;
        this.offersStartTls = offersStartTls;
        this.resources = resources;
        this.state = new SmtpSessionState.Started(client);
    }

    SmtpSessionSettings settings() {
        return settings;
    }

    Role role() {
        return role;
    }

    SessionResources resources() {
        return resources;
    }

    PendingActions out() {
        return out;
    }

    SmtpSessionState state() {
        return state;
    }

    Client client() {
        return state.client();
    }

    void become(SmtpSessionState next) {
        state = next;
    }

    boolean canStartTls() {
        return offersStartTls && client().tls().isEmpty();
    }

    boolean canSignIn() {
        return role.isSubmission() && client().tls().isPresent();
    }

    void refuse(RejectReason reason, Object... details) {
        refuse(reason, reason.reply(details), Optional.empty());
    }

    void refuseRecipient(RejectReason reason, ForwardPath path) {
        refuse(reason, reason.reply(), Optional.of(path.encode()));
    }

    /**
     * Says no; after too many errors of the client, closes the connection as well.
     *
     * @param subject recipient or login that it is about
     */
    void refuse(RejectReason reason, Reply reply, Optional<String> subject) {
        out.refuse(reason, reply, sender(), subject);
        if (reason.isClientError() && ++errors >= settings.maxBadCommands()) {
            hangUp(RejectReason.TOO_MANY_ERRORS);
        }
    }

    /** Says why and closes. */
    void hangUp(RejectReason reason, Object... details) {
        out.refuse(reason, reason.reply(details), sender(), Optional.empty());
        close();
    }

    void close() {
        end();
        out.add(new Action.Close());
    }

    /** Lets go of what the state holds. */
    void end() {
        if (state instanceof SmtpSessionState.InData in) {
            in.receiver().release();
        }
        state = new SmtpSessionState.Ended(client());
    }

    private Optional<String> sender() {
        return switch (state) {
            case SmtpSessionState.InMail s -> Optional.of(s.transaction().sender().encode());
            case SmtpSessionState.InData s ->
                    Optional.of(s.receiver().transaction().sender().encode());
            case SmtpSessionState.Started s -> Optional.empty();
            case SmtpSessionState.Ready s -> Optional.empty();
            case SmtpSessionState.Authenticating s -> Optional.empty();
            case SmtpSessionState.StartingTls s -> Optional.empty();
            case SmtpSessionState.Ended s -> Optional.empty();
        };
    }
}
