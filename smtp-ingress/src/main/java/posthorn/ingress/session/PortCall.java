package posthorn.ingress.session;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.ingress.authentication.AuthenticationRequest;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.MessageAuthentication;
import posthorn.protocol.mime.HeaderScan;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/**
 * Something that a session wants done and has to wait for. To be performed on a virtual thread.
 *
 * @param <A> the answer
 */
public sealed interface PortCall<A> {

    /** Does it. */
    A perform(SessionPorts ports) throws IOException, InterruptedException;

    /**
     * Where does an address belong?
     *
     * @param path of a RCPT
     * @param sender of the MAIL before it
     * @param user who signed in; empty: nobody
     */
    record Resolve(ForwardPath path, ReversePath sender, Optional<Client.User> user)
            implements PortCall<Directory.Resolution> {
        @Override
        public Directory.Resolution perform(SessionPorts ports) throws IOException {
            return ports.directory().resolve(path, sender, user);
        }
    }

    /**
     * Counts a recipient that was refused: has the client named too many of these lately?
     *
     * @param client who named it
     */
    record CountRefused(Client client) implements PortCall<Boolean> {
        @Override
        public Boolean perform(SessionPorts ports) throws IOException {
            return ports.refused().count(client);
        }
    }

    /**
     * May a client come in that has not signed in?
     *
     * @param client which
     * @param sender the reverse-path
     * @param recipient one of ours
     */
    record Admit(Client client, ReversePath sender, ForwardPath recipient)
            implements PortCall<Optional<Refusal>> {
        @Override
        public Optional<Refusal> perform(SessionPorts ports) throws InterruptedException {
            return ports.access().admit(client, sender, recipient);
        }
    }

    /** Does what somebody shows open an account? */
    record Authenticate(SignInAttempt attempt) implements PortCall<Directory.AuthenticationResult> {
        @Override
        public Directory.AuthenticationResult perform(SessionPorts ports) throws IOException {
            return ports.directory().signIn(attempt);
        }
    }

    /**
     * What does SCRAM begin with?
     *
     * @param login as typed
     */
    record BeginScram(String login) implements PortCall<ScramChallenge> {
        @Override
        public ScramChallenge perform(SessionPorts ports) throws IOException {
            return ports.directory().beginScram(login);
        }
    }

    /**
     * Are the addresses the user's own?
     *
     * @param user whose
     * @param addresses in an envelope or a header
     */
    record CheckSender(Client.User user, List<String> addresses)
            implements PortCall<Directory.SendRights> {
        @Override
        public Directory.SendRights perform(SessionPorts ports) throws IOException {
            return ports.directory().maySendAs(user, addresses);
        }
    }

    /**
     * What does a header say?
     *
     * @param octets a message, or as much of it as has come; not changed until the answer
     * @param length how many of the octets belong to it
     * @param submission whether a user has written it; otherwise the checks of its sender begin
     * @param hostname of this server
     * @param client who brings it
     * @param sender the reverse-path
     */
    record InspectHeader(
            byte[] octets,
            int length,
            boolean submission,
            String hostname,
            Client client,
            ReversePath sender)
            implements PortCall<InspectHeader.Inspected> {

        /**
         * The answer.
         *
         * @param header what it says
         * @param authentication checks that have begun; empty: there are none
         */
        record Inspected(HeaderInspection header, Optional<MessageAuthentication> authentication) {}

        @Override
        public Inspected perform(SessionPorts ports) {
            HeaderInspection header = HeaderInspection.of(octets, length, submission, hostname);
            return new Inspected(
                    header, submission ? Optional.empty() : begin(header.scan(), ports));
        }

        private Optional<MessageAuthentication> begin(HeaderScan scan, SessionPorts ports) {
            AuthenticationRequest request =
                    new AuthenticationRequest(
                            client.address(),
                            client.hello().map(Client.Hello::name).orElse(""),
                            sender,
                            scan.from(),
                            scan.fromOverflow());
            return ports.authentication().begin(request, octets, scan.length());
        }
    }

    /**
     * Who has sent the message, and what follows from it?
     *
     * @param authentication its checks, which have had the body up to here
     * @param octets in which the rest of the body stands
     * @param from where it begins
     * @param to where it ends
     */
    record JudgeSender(MessageAuthentication authentication, byte[] octets, int from, int to)
            implements PortCall<AuthenticationVerdict> {
        @Override
        public AuthenticationVerdict perform(SessionPorts ports) throws InterruptedException {
            authentication.body(octets, from, to);
            return authentication.finish();
        }
    }

    /**
     * Begin a transit body; empty: the store has no room for it now.
     *
     * @param messageId whose
     * @param clientAddress who sends it
     * @param prefix its first octets
     */
    record OpenBody(String messageId, String clientAddress, byte[] prefix)
            implements PortCall<Optional<TransitStore.TransitBody>> {
        @Override
        public Optional<TransitStore.TransitBody> perform(SessionPorts ports) throws IOException {
            try {
                return Optional.of(begin(ports.bodies()));
            } catch (TransitStore.NoRoomException e) {
                return Optional.empty();
            }
        }

        private TransitStore.TransitBody begin(TransitStore bodies) throws IOException {
            TransitStore.TransitBody body = bodies.open(messageId, clientAddress);
            try {
                body.write(prefix, 0, prefix.length);
                return body;
            } catch (IOException e) {
                body.abandon();
                throw e;
            }
        }
    }

    /**
     * Append to a transit body; false: the store has no room for it now.
     *
     * @param body which
     * @param octets what; not changed until the answer
     * @param length how much of it
     * @param authentication checks that want the body; null: none do
     * @param bodyFrom where in the octets the body begins: 0 behind the first of them
     */
    record WriteBody(
            TransitStore.TransitBody body,
            byte[] octets,
            int length,
            @Nullable MessageAuthentication authentication,
            int bodyFrom)
            implements PortCall<Boolean> {
        @Override
        public Boolean perform(SessionPorts ports) throws IOException {
            if (authentication != null) {
                authentication.body(octets, bodyFrom, length);
            }
            try {
                body.write(octets, 0, length);
                return true;
            } catch (TransitStore.NoRoomException e) {
                return false;
            }
        }
    }

    /**
     * End a transit body; the answer is its name; empty: the store has no room for it now.
     *
     * @param body which
     */
    record FinishBody(TransitStore.TransitBody body) implements PortCall<Optional<String>> {
        @Override
        public Optional<String> perform(SessionPorts ports) throws IOException {
            try {
                return Optional.of(body.finish());
            } catch (TransitStore.NoRoomException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * Look into a message; one that is then refused leaves nothing in the store.
     *
     * @param message which
     */
    record Scan(AcceptedMessage message) implements PortCall<ScanResult> {
        @Override
        public ScanResult perform(SessionPorts ports) throws InterruptedException {
            ScanResult result =
                    ports.scanner().scan(message, MessageContent.of(message, ports.bodies()));
            if (result.refusal().isPresent()
                    && message.body() instanceof AcceptedMessage.Body.Transit(String name)) {
                ports.bodies().drop(name);
            }
            return result;
        }
    }

    /**
     * Put a message on the log.
     *
     * @param message which
     */
    record Accept(AcceptedMessage message) implements PortCall<Boolean> {
        @Override
        public Boolean perform(SessionPorts ports) throws IOException {
            ports.log().append(message);
            ports.access().accepted(message);
            return true;
        }
    }

    /**
     * Let time pass.
     *
     * @param time how much
     */
    record Pause(Duration time) implements PortCall<Boolean> {
        @Override
        public Boolean perform(SessionPorts ports) throws InterruptedException {
            ports.pause().forTime(time);
            return true;
        }
    }
}
