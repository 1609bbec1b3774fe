package posthorn.ingress.session;

import java.util.List;
import java.util.Optional;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.DsnRecipientOptions;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.smtp.Reply;

/** Who sends to whom: MAIL, RCPT. */
final class TransactionCommands {
    private static final String POSTMASTER = "postmaster";

    private final SessionContext session;

    TransactionCommands(SessionContext session) {
        this.session = session;
    }

    /** MAIL, RFC 5321 §4.1.1.2. */
    void mail(Command.Mail mail) {
        Client client = session.client();
        boolean submission = session.role().isSubmission();
        if (submission && client.tls().isEmpty()) {
            session.refuse(RejectReason.NEEDS_TLS);
        } else if (submission && client.user().isEmpty()) {
            session.refuse(RejectReason.NEEDS_SIGN_IN);
        } else if (session.isInTransaction()) {
            session.refuse(RejectReason.BAD_SEQUENCE, "RSET first");
        } else if (!(session.state() instanceof SmtpSessionState.Ready)) {
            session.refuse(RejectReason.BAD_SEQUENCE, "EHLO first");
        } else if (session.resources().admission().closed().isPresent()) {
            session.refuse(RejectReason.INTAKE_CLOSED);
        } else {
            options(mail, client);
        }
    }

    private void options(Command.Mail mail, Client client) {
        boolean extended = client.hello().map(Client.Hello::extended).orElse(false);
        boolean tls = client.tls().isPresent();
        switch (MailOptions.read(mail.parameters(), extended, session.canSignIn(), tls)) {
            case MailOptions.Reading.Refused no ->
                    session.refuse(no.reason(), no.reply(), Optional.empty());
            case MailOptions.Reading.Understood(MailOptions options) ->
                    sender(new Transaction(mail.path(), options), client);
        }
    }

    private void sender(Transaction transaction, Client client) {
        long limit = session.settings().maxSize();
        if (transaction.options().size().orElse(0) > limit) {
            session.refuse(RejectReason.TOO_LARGE, limit);
        } else if (needsUtf8(transaction, transaction.sender().mailbox())) {
            session.refuse(RejectReason.NEEDS_SMTPUTF8);
        } else if (client.user().isPresent()) {
            checkSender(transaction, client, client.user().get());
        } else {
            begin(transaction, client);
        }
    }

    private void checkSender(Transaction transaction, Client client, Client.User user) {
        String sender = transaction.sender().encode();
        List<String> addresses = sender.isEmpty() ? List.of() : List.of(sender);
        session.out()
                .ask(
                        new PortCall.CheckSender(user, addresses),
                        rights -> {
                            if (!rights.active()) {
                                session.refuse(RejectReason.ACCOUNT_CLOSED);
                                session.close();
                            } else if (!rights.all()) {
                                session.refuse(RejectReason.SENDER_NOT_OWNED, sender);
                            } else {
                                begin(transaction, client);
                            }
                        },
                        () -> session.refuse(RejectReason.DIRECTORY_UNAVAILABLE));
    }

    private void begin(Transaction transaction, Client client) {
        if (!session.mayBegin()) {
            session.hangUp(RejectReason.TOO_MANY_TRANSACTIONS);
            return;
        }
        Optional<Refusal> refusal = session.resources().access().mail(client);
        if (refusal.isPresent()) {
            session.refuse(refusal.get().reason(), refusal.get().reply(), Optional.empty());
            return;
        }
        session.become(new SmtpSessionState.InMail(client, transaction));
        session.out().say(Reply.of(250, "2.1.0", "Sender ok"));
    }

    /** RCPT, RFC 5321 §4.1.1.3. */
    void rcpt(Command.Rcpt rcpt) {
        if (!(session.state()
                instanceof SmtpSessionState.InMail(Client client, Transaction mail))) {
            session.refuse(RejectReason.MAIL_FIRST);
        } else if (!understood(rcpt, mail, client)) {
            return;
        } else if (needsUtf8(mail, rcpt.path().mailbox())) {
            session.refuseRecipient(RejectReason.NEEDS_SMTPUTF8, rcpt.path());
        } else if (mail.accepted() >= session.settings().maxRecipients()) {
            tooMany(rcpt.path(), mail);
        } else if (mail.has(rcpt.path())) {
            mail.addAgain();
            recipientOk();
        } else if (session.resources().refused().isUsedUp(client)) {
            session.hangUp(RejectReason.TOO_MANY_UNKNOWN);
        } else {
            resolve(rcpt.path(), mail, client);
        }
    }

    /** Reads NOTIFY and ORCPT (RFC 3461), or refuses the command for its parameters. */
    private boolean understood(Command.Rcpt rcpt, Transaction mail, Client client) {
        boolean extended = client.hello().map(Client.Hello::extended).orElse(false);
        DsnRecipientOptions dsn = DsnRecipientOptions.NONE;
        for (EsmtpParameter parameter : rcpt.parameters()) {
            if (!extended || !DsnRecipientOptions.isKeyword(parameter.keyword())) {
                session.refuse(RejectReason.UNKNOWN_PARAMETER, parameter.keyword());
                return false;
            }
            Optional<DsnRecipientOptions> next = dsn.with(parameter, mail.options().smtpUtf8());
            if (next.isEmpty()) {
                session.refuse(RejectReason.BAD_PARAMETER, parameter.keyword());
                return false;
            }
            dsn = next.get();
        }
        mail.recipientOptions(dsn);
        return true;
    }

    /** As many again are told so; more is no list of recipients that is merely long. */
    private void tooMany(ForwardPath path, Transaction mail) {
        session.refuseUncounted(RejectReason.TOO_MANY_RECIPIENTS, path);
        if (mail.addTooMany() > session.settings().maxRecipients()) {
            session.countError();
        }
    }

    private void resolve(ForwardPath path, Transaction mail, Client client) {
        session.out()
                .ask(
                        new PortCall.Resolve(lookedUp(path, client), mail.sender(), client.user()),
                        resolution -> resolved(path, mail, client, resolution),
                        () -> session.refuseRecipient(RejectReason.DIRECTORY_UNAVAILABLE, path));
    }

    /** The postmaster at an address of this host is the postmaster of this host (§4.5.1). */
    private ForwardPath lookedUp(ForwardPath path, Client client) {
        boolean ours =
                path.mailbox()
                        .filter(m -> m.local().text().equalsIgnoreCase(POSTMASTER))
                        .map(m -> m.domain().folded())
                        .filter(domain -> isOwnAddress(domain, client))
                        .isPresent();
        return ours ? new ForwardPath.Postmaster(POSTMASTER) : path;
    }

    private boolean isOwnAddress(String literal, Client client) {
        return literal.equals(client.serverLiteral())
                || session.settings().ownAddresses().contains(literal);
    }

    private void resolved(
            ForwardPath path, Transaction mail, Client client, Directory.Resolution resolution) {
        switch (resolution) {
            case Directory.Resolution.Local(String account, Directory.Room room) -> {
                long size = mail.options().size().orElse(1);
                if (!room.everFits(size)) {
                    session.refuseRecipient(RejectReason.MESSAGE_OVER_QUOTA, path);
                } else if (!room.fits(size)) {
                    session.refuseRecipient(RejectReason.MAILBOX_FULL, path);
                } else {
                    Optional<String> ours = Optional.of(account);
                    admit(path, mail, client, ours, () -> mail.add(path, ours));
                }
            }
            case Directory.Resolution.Remote remote when client.user().isPresent() ->
                    take(path, client, Optional.empty(), () -> mail.add(path, Optional.empty()));
            case Directory.Resolution.Elsewhere elsewhere ->
                    admit(path, mail, client, Optional.empty(), () -> mail.addElsewhere(path));
            case Directory.Resolution.Expanded expanded -> expand(path, mail, client, expanded);
            case Directory.Resolution.Disabled disabled ->
                    session.refuseRecipient(RejectReason.MAILBOX_DISABLED, path);
            case Directory.Resolution.SenderNotAllowed notAllowed ->
                    session.refuseRecipient(RejectReason.GROUP_NOT_FOR_SENDER, path);
            case Directory.Resolution.ExpansionFailed failed ->
                    session.refuseRecipient(RejectReason.EXPANSION_FAILED, path);
            case Directory.Resolution.NotKnownNow notNow ->
                    session.refuseRecipient(RejectReason.RECIPIENT_NOT_KNOWN_NOW, path);
            case Directory.Resolution.Remote remote ->
                    session.refuseStrangeRecipient(RejectReason.RELAY_DENIED, path);
            case Directory.Resolution.UnknownUser unknown ->
                    session.refuseStrangeRecipient(RejectReason.UNKNOWN_USER, path);
        }
    }

    /** Mail to the postmaster gets through, so that whoever is kept out can ask why (§4.5.1). */
    private void admit(
            ForwardPath path,
            Transaction mail,
            Client client,
            Optional<String> account,
            Runnable add) {
        Runnable taken = () -> take(path, client, account, add);
        if (!session.resources().access().looksUp(client) || isPostmaster(path)) {
            taken.run();
            return;
        }
        session.out()
                .ask(
                        new PortCall.Admit(client, mail.sender(), path),
                        refusal ->
                                refusal.ifPresentOrElse(
                                        no -> session.refuseRecipient(no, path), taken),
                        taken);
    }

    private void take(ForwardPath path, Client client, Optional<String> account, Runnable add) {
        session.resources()
                .access()
                .recipient(client, account)
                .ifPresentOrElse(
                        no -> session.refuseRecipient(no, path),
                        () -> {
                            add.run();
                            recipientOk();
                        });
    }

    private static boolean isPostmaster(ForwardPath path) {
        return path.mailbox().map(m -> m.local().text().equalsIgnoreCase(POSTMASTER)).orElse(true);
    }

    /** What one address leads to comes as a whole, or with another message. */
    private void expand(
            ForwardPath path,
            Transaction mail,
            Client client,
            Directory.Resolution.Expanded expanded) {
        int together = mail.recipients().size() + expanded.targets().size();
        boolean first = mail.recipients().isEmpty();
        boolean fits = mail.hasRoomFor(path, expanded.targets());
        if (expanded.notificationsOnly() && mail.sender().mailbox().isPresent()) {
            session.refuseStrangeRecipient(RejectReason.NOTIFICATIONS_ONLY, path);
        } else if (!first && (!fits || together > session.settings().maxTargets())) {
            tooMany(path, mail);
        } else if (!fits) {
            session.refuseRecipient(RejectReason.EXPANSION_FAILED, path);
        } else {
            admit(path, mail, client, Optional.empty(), () -> mail.add(path, expanded.targets()));
        }
    }

    private void recipientOk() {
        session.out().say(Reply.of(250, "2.1.5", "Recipient ok"));
    }

    private static boolean needsUtf8(Transaction mail, Optional<Mailbox> address) {
        return !mail.options().smtpUtf8() && address.map(Mailbox::isInternational).orElse(false);
    }
}
