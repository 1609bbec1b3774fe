package posthorn.delivery.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthorn.delivery.policy.DeliveryFailure.NotSignedIn;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.protocol.smtp.Capabilities;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Reply;

/**
 * AUTH with a host that relays for us (RFC 4954 §4): PLAIN (RFC 4616) where it is offered, else
 * LOGIN. For one thread.
 */
final class SignIn {

    private static final int GO_ON = 334;

    private final Dialogue dialogue;

    SignIn(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /**
     * Signs in.
     *
     * @param secure whether TLS has begun: nothing is said without
     * @throws SessionFailure we are not let in
     */
    void with(Credentials credentials, Capabilities offered, boolean secure) throws SessionFailure {
        if (!secure) {
            throw failed("the host offers no TLS, and the password is not said without");
        }
        List<String> mechanisms =
                List.of(offered.value("AUTH").toUpperCase(Locale.ROOT).strip().split(" +"));
        if (mechanisms.contains("PLAIN")) {
            String message = "\0" + credentials.username() + "\0" + credentials.password();
            expectDone(
                    dialogue.ask(
                            new Command.Auth("PLAIN", Optional.of(base64(message))), Stage.AUTH));
        } else if (mechanisms.contains("LOGIN")) {
            expectMore(dialogue.ask(new Command.Auth("LOGIN", Optional.empty()), Stage.AUTH));
            expectMore(said(credentials.username()));
            expectDone(said(credentials.password()));
        } else {
            throw failed("the host offers no AUTH with PLAIN or LOGIN");
        }
    }

    private Reply said(String text) throws SessionFailure {
        dialogue.send((base64(text) + "\r\n").getBytes(StandardCharsets.US_ASCII), Stage.AUTH);
        return dialogue.read(Stage.AUTH);
    }

    private void expectMore(Reply reply) throws SessionFailure {
        if (reply.code() != GO_ON) {
            throw new SessionFailure(dialogue.unexpected(reply, Stage.AUTH));
        }
    }

    private void expectDone(Reply reply) throws SessionFailure {
        dialogue.expect(reply, Stage.AUTH);
    }

    private SessionFailure failed(String reason) {
        return new SessionFailure(new NotSignedIn(dialogue.host(), reason));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
