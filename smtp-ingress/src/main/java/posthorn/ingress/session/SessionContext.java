package posthorn.ingress.session;

import java.util.Optional;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Reply;

/** What the verbs of one session share: where it stands, and how it accepts, refuses and closes. */
final class SessionContext {
    private final SmtpSessionSettings settings;
    private final Role role;
    private final SessionOffers offers;
    private final SessionResources resources;
    private final PendingActions out;
    private SaslOffer signIn;
    private SmtpSessionState state;
    private BodyMemory.Share memory;
    private int errors;
    private int idleCommands;
    private int refusedRecipients;
    private int transactions;
    private boolean commandEnded;
    private boolean attributed;

    SessionContext(
            SmtpSessionSettings settings,
            Role role,
            Client client,
            SessionOffers offers,
            SessionResources resources,
            BodyMemory.Share memory) {
        this.settings = settings;
        this.out = new PendingActions(settings.replyLines());
        this.role = role;
        this.offers = offers;
        this.signIn = offers.signIn();
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
        return offers.startTls() && client().tls().isEmpty();
    }

    /** Whether XCLIENT may be said: by a trusted peer, once. */
    boolean canNameClient() {
        return offers.xclient() && !attributed;
    }

    /** Greets a client, unless it may not come in now (RFC 5321 §3.1). */
    void greet() {
        resources.access().connected(client()).ifPresentOrElse(this::hangUp, this::welcome);
    }

    /** Greets whoever it is. */
    void welcome() {
        out.say(Reply.plain(220, settings.hostname() + " ESMTP Posthorn"));
    }

    /** The session begins anew, with another client. */
    void attribute(Client to, BodyMemory.Share share) {
        attributed = true;
        memory = share;
        state = new SmtpSessionState.Started(to);
    }

    /** How the client may sign in now. */
    SaslOffer signIn() {
        return signIn;
    }

    void offer(SaslOffer now) {
        signIn = now;
    }

    boolean canSignIn() {
        return role.isSubmission() && client().tls().isPresent() && !signIn.mechanisms().isEmpty();
    }

    /** A command has come to its end, or a message: the time for the next one begins. */
    void commandEnded() {
        commandEnded = true;
    }

    /** Whether one has ended since this was asked last. */
    boolean takeCommandEnded() {
        boolean ended = commandEnded;
        commandEnded = false;
        return ended;
    }

    /** Counts a transaction that begins; whether there may be so many on this connection. */
    boolean mayBegin() {
        int most = settings.maxTransactions();
        return most == 0 || ++transactions <= most;
    }

    /** For the message of a transaction. */
    DataReceiver receiver(Transaction mail, DataDecoder.Framing framing) {
        boolean repair =
                role.isSubmission()
                        && settings.repairLineBreaks()
                        && framing != DataDecoder.Framing.BINARY;
        return new DataReceiver(
                mail,
                resources.ids().get(),
                settings,
                memory,
                repair ? DataDecoder.BareLineBreak.REPAIR : DataDecoder.BareLineBreak.REFUSE,
                framing);
    }

    /** Lets go of a transaction, and of what has come of its message. */
    void dropTransaction() {
        DataReceiver receiver = state.receiving();
        if (receiver != null) {
            receiver.release();
        }
        if (receiver != null || state instanceof SmtpSessionState.InMail) {
            state = new SmtpSessionState.Ready(client());
        }
    }

    /** Whether a transaction has begun and not ended. */
    boolean isInTransaction() {
        return state instanceof SmtpSessionState.InMail || state.receiving() != null;
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

    /** The same, with what stands in the words. */
    void refuseRecipient(Refusal refusal, ForwardPath path) {
        out.refuse(refusal.reason(), refusal.reply(), sender(), Optional.of(path.encode()));
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

    /** The same, with what stands in the words. */
    void hangUp(Refusal refusal) {
        out.refuse(refusal.reason(), refusal.reply(), sender(), Optional.empty());
        close();
    }

    void close() {
        end();
        out.add(new Action.Close());
    }

    /** Lets go of what the state holds. */
    void end() {
        DataReceiver receiver = state.receiving();
        if (receiver != null) {
            receiver.release();
        }
        state = new SmtpSessionState.Ended(client());
    }

    private Optional<String> sender() {
        DataReceiver receiver = state.receiving();
        if (receiver != null) {
            return Optional.of(receiver.transaction().sender().encode());
        }
        return state instanceof SmtpSessionState.InMail mail
                ? Optional.of(mail.transaction().sender().encode())
                : Optional.empty();
    }
}
