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
    private final BodyMemory.Share memory;
    private int errors;
    private int idleCommands;
    private int refusedRecipients;

    SessionContext(
            SmtpSessionSettings settings,
            Role role,
            Client client,
            boolean offersStartTls,
            SessionResources resources,
            BodyMemory.Share memory) {
        this.settings = settings;
        this.role = role;
        this.offersStartTls = offersStartTls;
        this.resources = resources;
        this.memory = memory;
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

    BodyMemory.Share memory() {
        return memory;
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

    /**
     * Says no. Errors of the client count, and so do refusals that it goes on after; when there
     * were too many, the connection is closed as well.
     *
     * @param subject recipient or login that it is about
     */
    void refuse(RejectReason reason, Reply reply, Optional<String> subject) {
        out.refuse(reason, reply, sender(), subject);
        if (reason.isClientError()) {
            countError();
        } else {
            countIdleCommand();
        }
    }

    /** Says no to a recipient; many of these are errors, since they bring no message nearer. */
    void refuseRecipient(RejectReason reason, ForwardPath path) {
        refuseUncounted(reason, path);
        countIdleCommand();
    }

    /** Says no to a recipient of a kind that is counted by itself. */
    void refuseUncounted(RejectReason reason, ForwardPath path) {
        out.refuse(reason, reason.reply(), sender(), Optional.of(path.encode()));
    }

    /**
     * Says no to a recipient that is unknown or not ours: after some of these with a pause, since
     * whoever tries many may be looking for those that exist; after too many the connection ends,
     * those of other connections of the client counted as well.
     */
    void refuseStrangeRecipient(RejectReason reason, ForwardPath path) {
        refusedRecipients++;
        out.ask(
                new PortCall.CountRefused(client()),
                tooMany -> {
                    if (tooMany) {
                        hangUp(RejectReason.TOO_MANY_UNKNOWN);
                    } else {
                        refuseSlowly(reason, path);
                    }
                },
                () -> refuseSlowly(reason, path));
    }

    private void refuseSlowly(RejectReason reason, ForwardPath path) {
        Runnable answer =
                () -> {
                    refuseUncounted(reason, path);
                    if (refusedRecipients >= settings.maxRefusedRecipients()) {
                        hangUp(RejectReason.TOO_MANY_ERRORS);
                    }
                };
        if (refusedRecipients <= settings.refusedRecipientsAtOnce()) {
            answer.run();
        } else {
            PortCall<Boolean> pause = new PortCall.Pause(settings.refusedRecipientDelay());
            out.ask(pause, slept -> answer.run(), answer);
        }
    }

    /** An error of the client: after too many the connection ends. */
    void countError() {
        errors++;
        if (errors >= settings.maxBadCommands() && !(state instanceof SmtpSessionState.Ended)) {
            hangUp(RejectReason.TOO_MANY_ERRORS);
        }
    }

    /** A command that brings no message nearer: after many of them each is an error. */
    void countIdleCommand() {
        idleCommands++;
        if (idleCommands > settings.maxIdleCommands()) {
            countError();
        }
    }

    /** A message was taken or refused as a whole. */
    void messageEnded() {
        idleCommands = 0;
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
