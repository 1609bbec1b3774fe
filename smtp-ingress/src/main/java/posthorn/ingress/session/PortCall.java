package posthorn.ingress.session;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import posthorn.protocol.smtp.ForwardPath;

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
     */
    record Resolve(ForwardPath path) implements PortCall<Directory.Resolution> {
        @Override
        public Directory.Resolution perform(SessionPorts ports) throws IOException {
            return ports.directory().resolve(path);
        }
    }

    /**
     * Is the password right?
     *
     * @param login as the user typed it
     * @param password as the user typed it
     * @param clientAddress where from
     */
    record Authenticate(String login, String password, String clientAddress)
            implements PortCall<Directory.AuthenticationResult> {
        @Override
        public Directory.AuthenticationResult perform(SessionPorts ports) throws IOException {
            return ports.directory().signIn(login, password, clientAddress);
        }

        @Override
        public String toString() {
            return "Authenticate[" + login + ", " + clientAddress + "]";
        }
    }

    /**
     * Are the addresses the user's own?
     *
     * @param account whose
     * @param addresses in an envelope or a header
     */
    record CheckSender(String account, List<String> addresses)
            implements PortCall<Directory.SendRights> {
        @Override
        public Directory.SendRights perform(SessionPorts ports) throws IOException {
            return ports.directory().maySendAs(account, addresses);
        }
    }

    /**
     * What does a header say?
     *
     * @param octets a message, or as much of it as has come; not changed until the answer
     * @param length how many of the octets belong to it
     * @param submission whether a user has written it
     * @param hostname of this server
     */
    record InspectHeader(byte[] octets, int length, boolean submission, String hostname)
            implements PortCall<HeaderInspection> {
        @Override
        public HeaderInspection perform(SessionPorts ports) {
            return HeaderInspection.of(octets, length, submission, hostname);
        }
    }

    /**
     * Begin a transit body.
     *
     * @param messageId whose
     * @param clientAddress who sends it
     * @param prefix its first octets
     */
    record OpenBody(String messageId, String clientAddress, byte[] prefix)
            implements PortCall<TransitStore.TransitBody> {
        @Override
        public TransitStore.TransitBody perform(SessionPorts ports) throws IOException {
            TransitStore.TransitBody body = ports.bodies().open(messageId, clientAddress);
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
     * Append to a transit body.
     *
     * @param body which
     * @param octets what; not changed until the answer
     * @param length how much of it
     */
    record WriteBody(TransitStore.TransitBody body, byte[] octets, int length)
            implements PortCall<Boolean> {
        @Override
        public Boolean perform(SessionPorts ports) throws IOException {
            body.write(octets, 0, length);
            return true;
        }
    }

    /**
     * End a transit body; the answer is its name.
     *
     * @param body which
     */
    record FinishBody(TransitStore.TransitBody body) implements PortCall<String> {
        @Override
        public String perform(SessionPorts ports) throws IOException {
            return body.finish();
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
