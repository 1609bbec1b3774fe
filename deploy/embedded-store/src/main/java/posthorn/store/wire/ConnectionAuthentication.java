package posthorn.store.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.command.Answers;

/**
 * Who may come in to one connection: with a secret, only a client that has shown it by SASL {@code
 * PLAIN} (RFC 4616). The connection does not leave the machine, but any user of the machine can
 * open one. For one thread.
 */
final class ConnectionAuthentication {
    private static final Set<String> BEFORE = Set.of("hello", "isMaster", "ismaster", "ping");

    private final @Nullable String secret;
    private boolean open;

    ConnectionAuthentication(@Nullable String secret) {
        this.secret = secret;
        this.open = secret == null;
    }

    /** The answer that takes the place of the command's own one, or null when it may go on. */
    @Nullable BsonDocument check(String command, BsonDocument body) {
        if (command.equals("saslStart")) {
            return signIn(body);
        }
        if (open || BEFORE.contains(command)) {
            return null;
        }
        return Answers.failure(
                new CommandFailure(
                        13, "Unauthorized", "command " + command + " requires authentication"));
    }

    private BsonDocument signIn(BsonDocument body) {
        boolean right =
                secret != null
                        && body.getString("mechanism").getValue().equals("PLAIN")
                        && matches(secret, body.getBinary("payload"));
        if (!right) {
            return Answers.failure(
                    new CommandFailure(18, "AuthenticationFailed", "authentication failed"));
        }
        open = true;
        return Answers.ok(
                new BsonDocument("conversationId", new BsonInt32(1))
                        .append("done", BsonBoolean.TRUE)
                        .append("payload", new BsonBinary(new byte[0])));
    }

    /** The message is {@code [authzid] NUL authcid NUL passwd}. */
    private static boolean matches(String secret, BsonBinary payload) {
        String message = new String(payload.getData(), StandardCharsets.UTF_8);
        String shown = message.substring(message.lastIndexOf('\0') + 1);
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }
}
