package posthorn.mailbox.submission;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.runtime.tracing.TraceContext;

/**
 * Hands messages to smtp-ingress for their authors. One connection for each message: it belongs to
 * one account. Safe for all threads; nothing waits.
 */
public final class Submission {

    /**
     * How smtp-ingress is reached.
     *
     * @param trusted PEM file with what its certificate is signed by; empty: it is not looked at
     * @param within how long sending a message may take
     */
    public record Server(
            String host, int port, Optional<Path> trusted, Duration within, String ownName) {}

    /** smtp-ingress did not take the message. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean forGood;

        Refused(String reply, boolean forGood) {
            super(reply, null, false, false);
            this.forGood = forGood;
        }

        /** Whether it will not be taken later either. */
        public boolean isForGood() {
            return forGood;
        }

        /** What it said, without its code. */
        public String reply() {
            return String.valueOf(getMessage());
        }
    }

    /** smtp-ingress gave no answer: it may have taken the message or not. */
    public static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer(Throwable cause) {
            super("smtp-ingress gave no answer", cause);
        }
    }

    private final Vertx vertx;
    private final Server server;
    private final SelfSignInTokens tokens;

    /** Hands messages to this server. */
    public Submission(Vertx vertx, Server server, SelfSignInTokens tokens) {
        this.vertx = vertx;
        this.server = server;
        this.tokens = tokens;
    }

    /**
     * Sends a message for the owner of the account.
     *
     * @param trace that it belongs to
     * @return completes when it is on the log; fails with {@link Refused} or {@link NoAnswer}
     */
    public Uni<Void> send(AddressEntry.Account account, MailMessage message, TraceContext trace) {
        return Uni.createFrom()
                .completionStage(() -> {
                    MailClient client = MailClient.create(vertx, config(account, trace));
                    return client.sendMail(message)
                            .eventually(() -> client.close())
                            .toCompletionStage();
                })
                .ifNoItem()
                .after(server.within())
                .fail()
                .onFailure()
                .transform(failure ->
                        failure instanceof SMTPException said
                                ? refused(said)
                                : new NoAnswer(failure))
                .replaceWithVoid();
    }

    private MailConfig config(AddressEntry.Account account, TraceContext trace) {
        MailConfig config =
                new MailConfig()
                        .setHostname(server.host())
                        .setPort(server.port())
                        .setOwnHostname(server.ownName())
                        .setStarttls(StartTLSOptions.REQUIRED)
                        .setLogin(LoginOption.REQUIRED)
                        .setAuthMethods("PLAIN")
                        .setUsername(account.address())
                        .setPassword(
                                tokens.issue(
                                        account.account(),
                                        account.wish(),
                                        SignInProtocol.SMTP,
                                        trace))
                        .setKeepAlive(false)
                        .setMaxPoolSize(1)
                        .setConnectTimeout((int) server.within().toMillis())
                        .setIdleTimeout((int) server.within().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        // The name is the one that the world knows, not the one of the service within.
        config.setHostnameVerificationAlgorithm("");
        server.trusted()
                .ifPresentOrElse(
                        file ->
                                config.setPemTrustOptions(
                                        new PemTrustOptions().addCertPath(file.toString())),
                        () -> config.setTrustAll(true));
        return config;
    }

    private static Refused refused(SMTPException failure) {
        String said = String.join(" ", failure.getReplyMessages());
        String words = said.replaceAll("(^| )[245][0-9]{2}[ -]", "$1").strip();
        return new Refused(words.isEmpty() ? "It was refused" : words, failure.isPermanent());
    }
}
