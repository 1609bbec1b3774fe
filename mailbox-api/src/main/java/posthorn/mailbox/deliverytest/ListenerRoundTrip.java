package posthorn.mailbox.deliverytest;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import posthorn.mailbox.deliverytest.DeliveryTest.Part;
import posthorn.mailbox.deliverytest.DeliveryTest.Reason;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.probe.InboxProbe;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.runtime.tracing.TraceContext;

/**
 * Sends and reads at the real listeners, signed in with a token of our own that is good for one
 * protocol and a minute: the owner's password is not known here. Certificates are not judged.
 */
public final class ListenerRoundTrip implements RoundTrip {

    private static final int LONGEST_DETAIL = 300;

    /** Replies to a sign-in (RFC 4954 §6), as they stand in what the client says. */
    private static final Pattern SIGN_IN_REPLY =
            Pattern.compile("(?s).*\\b(?:AUTH|53[045]|525)\\b.*");

    private final Vertx vertx;
    private final Map<Part, Place> places;
    private final SelfSignInTokens tokens;
    private final Duration patience;

    /** Where a listener is reached. */
    public record Place(String host, int port) {}

    /**
     * One at these listeners.
     *
     * @param places those that there are
     * @param patience for each step, or each look into the inbox
     */
    public ListenerRoundTrip(
            Vertx vertx, Map<Part, Place> places, SelfSignInTokens tokens, Duration patience) {
        this.vertx = vertx;
        this.places = Map.copyOf(places);
        this.tokens = tokens;
        this.patience = patience;
    }

    private Place place(Part part) {
        return Optional.ofNullable(places.get(part)).orElseThrow();
    }

    private String token(AddressEntry.Account account, SignInProtocol protocol) {
        return tokens.issue(account.account(), account.wish(), protocol, TraceContext.NONE);
    }

    @Override
    public Result send(AddressEntry.Account account, TestMessage message) {
        MailClient client = client(account, place(Part.SEND));
        try {
            client.sendMail(
                            new MailMessage()
                                    .setFrom(account.address())
                                    .setTo(account.address())
                                    .setSubject(message.subject())
                                    .setText(message.text()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Result(Reason.SENT, "");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String said = said(cause);
            if (cause instanceof IOException) {
                return new Result(Reason.UNREACHABLE, said);
            }
            boolean signIn = SIGN_IN_REPLY.matcher(said).matches();
            return new Result(signIn ? Reason.SIGN_IN_REFUSED : Reason.REFUSED, said);
        } catch (TimeoutException e) {
            return new Result(Reason.UNREACHABLE, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(Reason.STOPPED, "");
        } finally {
            client.close();
        }
    }

    private MailClient client(AddressEntry.Account account, Place place) {
        return MailClient.create(
                vertx,
                new MailConfig()
                        .setHostname(place.host())
                        .setPort(place.port())
                        .setSsl(true)
                        .setStarttls(StartTLSOptions.DISABLED)
                        .setTrustAll(true)
                        .setLogin(LoginOption.REQUIRED)
                        .setAuthMethods("PLAIN")
                        .setMaxPoolSize(1)
                        .setKeepAlive(false)
                        .setUsername(account.address())
                        .setPassword(token(account, SignInProtocol.SMTP)));
    }

    @Override
    public Result read(AddressEntry.Account account, Part part, String word) {
        boolean imap = part == Part.IMAP;
        Place place = place(part);
        InboxProbe inbox =
                new InboxProbe(
                        imap ? InboxProbe.Protocol.IMAPS : InboxProbe.Protocol.POP3S,
                        place.host(),
                        place.port(),
                        patience);
        String token = token(account, imap ? SignInProtocol.IMAP : SignInProtocol.POP3);
        try {
            boolean there = inbox.has(new InboxProbe.Login(account.address(), token), word);
            return new Result(there ? Reason.READ : Reason.NOT_THERE, "");
        } catch (AuthenticationFailedException e) {
            return new Result(Reason.SIGN_IN_REFUSED, said(e));
        } catch (MessagingException e) {
            boolean away =
                    e.getCause() instanceof IOException
                            || e.getNextException() instanceof IOException;
            return new Result(away ? Reason.UNREACHABLE : Reason.REFUSED, said(e));
        }
    }

    private static String said(Throwable problem) {
        String said = problem.getMessage();
        if (said == null) {
            return "";
        }
        String line = said.replaceAll("\\s+", " ").strip();
        return line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) + "…" : line;
    }
}
