package posthorn.launcher.doctor;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import posthorn.launcher.doctor.Finding.Section;
import posthorn.probe.InboxProbe;

/** Sends a message as a user does, and reads it again by IMAP and by POP3. */
final class MailCheck {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final String host;
    private final ToIntFunction<MailPort> ports;
    private final Duration patience;

    /**
     * A check.
     *
     * @param host name or address at which the services are reached
     * @param patience for each step; the message may take so long, too
     */
    MailCheck(String host, ToIntFunction<MailPort> ports, Duration patience) {
        this.host = host;
        this.ports = ports;
        this.patience = patience;
    }

    /** Who sends the message to themselves. */
    record Person(String address, String password) {
        @Override
        public String toString() {
            return "Person[" + address + "]";
        }
    }

    /**
     * Sends and reads.
     *
     * @param token a word that is in no other subject
     */
    List<Finding> findings(Person person, String token) {
        List<Finding> findings = new ArrayList<>();
        findings.add(sent(person, token));
        if (findings.getFirst().level() == Finding.Level.WRONG) {
            return findings;
        }
        findings.add(read(person, token, MailPort.IMAPS, false));
        if (findings.getLast().level() == Finding.Level.GOOD) {
            findings.add(read(person, token, MailPort.POP3S, false));
            read(person, token, MailPort.IMAPS, true);
        }
        return findings;
    }

    private Finding sent(Person person, String token) {
        String subject = MailPort.SUBMISSIONS.word();
        Vertx vertx = Vertx.vertx();
        try {
            MailMessage message =
                    new MailMessage()
                            .setFrom(person.address())
                            .setTo(person.address())
                            .setSubject("posthorn doctor " + token)
                            .setText("posthorn doctor sent this message to read it again.\n");
            client(vertx, person)
                    .sendMail(message)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Finding.good(Section.MAIL, subject, "mail.sent", person.address());
        } catch (ExecutionException e) {
            return Finding.wrong(
                    Section.MAIL,
                    subject,
                    "mail.not-sent",
                    said(Objects.requireNonNullElse(e.getCause(), e)));
        } catch (TimeoutException e) {
            return Finding.wrong(
                    Section.MAIL,
                    subject,
                    "mail.not-sent",
                    "no answer within " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.unknown(Section.MAIL, subject, "mail.interrupted");
        } finally {
            vertx.close();
        }
    }

    /** Certificates are judged elsewhere. */
    private MailClient client(Vertx vertx, Person person) {
        return MailClient.create(
                vertx,
                new MailConfig()
                        .setHostname(host)
                        .setPort(ports.applyAsInt(MailPort.SUBMISSIONS))
                        .setSsl(true)
                        .setStarttls(StartTLSOptions.DISABLED)
                        .setTrustAll(true)
                        .setLogin(LoginOption.REQUIRED)
                        .setUsername(person.address())
                        .setPassword(person.password()));
    }

    private Finding read(Person person, String token, MailPort port, boolean delete) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                if (found(person, token, port, delete)) {
                    return Finding.good(Section.MAIL, port.word(), "mail.read", port.name());
                }
                if (System.nanoTime() > end) {
                    return Finding.wrong(
                            Section.MAIL,
                            port.word(),
                            "mail.not-there",
                            Long.toString(patience.toSeconds()));
                }
                // POP3 tells of no new mail by itself: a client can only ask again.
                Thread.sleep(PAUSE);
            }
        } catch (MessagingException e) {
            return Finding.wrong(Section.MAIL, port.word(), "mail.not-read", said(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.unknown(Section.MAIL, port.word(), "mail.interrupted");
        }
    }

    private boolean found(Person person, String token, MailPort port, boolean delete)
            throws MessagingException {
        InboxProbe inbox =
                new InboxProbe(
                        InboxProbe.Protocol.valueOf(port.name()),
                        host,
                        ports.applyAsInt(port),
                        patience);
        InboxProbe.Login login = new InboxProbe.Login(person.address(), person.password());
        return delete ? inbox.delete(login, token) : inbox.has(login, token);
    }

    private static String said(Throwable problem) {
        return problem.getMessage() == null
                ? problem.getClass().getSimpleName()
                : problem.getMessage();
    }
}
