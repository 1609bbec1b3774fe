package posthorn.e2e.image;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusPop3;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;

/**
 * A little of everything that is asked of the first pod of each service: enough that their usual
 * ways are known to an AOT cache, with their profiles.
 */
final class SmallWorkload {

    private static final int MESSAGES = 200;
    private static final int CLIENTS = 4;
    private static final int READS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final MailSystem system;
    private final List<String> users = MixedLoad.usersNamed(CLIENTS);

    SmallWorkload(MailSystem system) {
        this.system = system;
    }

    /** Sends, delivers, reads by IMAP and POP3, and asks as an operator does. */
    void run() throws InterruptedException, MessagingException, IOException {
        Admin admin = new Admin(system);
        admin.domain(MixedLoad.LOCAL_DOMAIN);
        users.forEach(user -> admin.account(user, user));
        AngusSmtp submission = AngusSmtp.startTls("127.0.0.1", system.port(Use.SUBMISSION));
        new MixedLoad(client -> submission, users, MESSAGES, CLIENTS, 1).await(PATIENCE);
        users.forEach(this::fromAnotherServer);
        for (String user : users) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> imap(user).count("INBOX") >= READS / CLIENTS);
        }
        for (int i = 0; i < READS; i++) {
            String user = users.get(i % users.size());
            imap(user).read("INBOX");
            imap(user).mailboxes();
            AngusPop3.implicitTls(system.port(Use.POP3S), user, user).read();
        }
        admin.queue();
        admin.texts(MixedLoad.LOCAL_DOMAIN);
    }

    private AngusImap imap(String user) {
        return AngusImap.implicitTls(system.port(Use.IMAPS), user, user);
    }

    private void fromAnotherServer(String user) {
        String text = "From: someone@remote.test\r\nSubject: hello\r\n\r\nfrom outside\r\n";
        try {
            AngusSmtp.plain("127.0.0.1", system.port(Use.SMTP))
                    .send(
                            "someone@" + MixedLoad.REMOTE_DOMAIN,
                            List.of(user),
                            text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
