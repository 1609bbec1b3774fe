package posthorn.ingress.session;

import java.util.Optional;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Reply;

/** What the verbs of one session share: where it stands, and how it says yes, no and goodbye. */
final class Conversation {
    private final SessionSettings settings;
    private final Role role;
    private final boolean offersStartTls;
    private final Surroundings around;
    private final Outbox out = new Outbox();
    private SessionState state;
    private int errors;

    Conversation(
            SessionSettings settings,
            Role role,
            Client client,
            boolean offersStartTls,
            Surroundings around) {
        this.settings = settings;
        this.role = role;
        this.offersStartTls = offersStartTls;
        this.around = around;
        this.state = new SessionState.Started(client);
    }

    SessionSettings settings() {
        return settings;
    }

    Role role() {
        return role;
    }

    Surroundings around() {
        return around;
    }

    Outbox out() {
        return out;
    }

    SessionState state() {
        return state;
    }

    Client client() {
        return state.client();
    }

    void become(SessionState next) {
        state = next;
    }

    boolean canStartTls() {
        return offersStartTls && client().tls().isEmpty();
    }

    boolean canSignIn() {
        return role.isSubmission() && client().tls().isPresent();
    }

    void refuse(Refusal reason, Object... details) {
        refuse(reason, reason.reply(details), Optional.empty());
    }

    void refuseRecipient(Refusal reason, ForwardPath path) {
        refuse(reason, reason.reply(), Optional.of(path.encode()));
    }

    /**
     * Says no; after too many errors of the client, goodbye as well.
     *
     * @param subject recipient or login that it is about
     */
    void refuse(Refusal reason, Reply reply, Optional<String> subject) {
        out.refuse(reason, reply, sender(), subject);
        if (reason.isClientError() && ++errors >= settings.maxBadCommands()) {
            hangUp(Refusal.TOO_MANY_ERRORS);
        }
    }

    /** Says why and closes. */
    void hangUp(Refusal reason, Object... details) {
        out.refuse(reason, reason.reply(details), sender(), Optional.empty());
        close();
    }

    void close() {
        end();
        out.add(new Action.Close());
    }

    /** Lets go of what the state holds. */
    void end() {
        if (state instanceof SessionState.InData in) {
            in.reception().release();
        }
        state = new SessionState.Ended(client());
    }

    private Optional<String> sender() {
        return switch (state) {
            case SessionState.InMail s -> Optional.of(s.transaction().sender().encode());
            case SessionState.InData s ->
                    Optional.of(s.reception().transaction().sender().encode());
            case SessionState.Started s -> Optional.empty();
            case SessionState.Ready s -> Optional.empty();
            case SessionState.SigningIn s -> Optional.empty();
            case SessionState.Handshake s -> Optional.empty();
            case SessionState.Ended s -> Optional.empty();
        };
    }
}
