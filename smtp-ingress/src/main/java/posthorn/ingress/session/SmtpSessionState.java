package posthorn.ingress.session;

import org.jspecify.annotations.Nullable;
import posthorn.protocol.sasl.SaslExchange;

/**
 * Where a session stands. Each state has the data that exist in it, and no others.
 *
 * <pre>
 * Started      --EHLO/HELO--> Ready
 * Ready        --MAIL--> InMail            --AUTH--> Authenticating
 *              --STARTTLS--> StartingTls
 * InMail       --RCPT--> InMail            --RSET/EHLO/HELO--> Ready
 *              --DATA--> InData         --BDAT--> InChunk
 * InData       --end of the message--> Ready, or Ended after a bare line break
 * InChunk      --its last octet--> BetweenChunks, or Ready behind the last or a refused one
 * BetweenChunks     --BDAT--> InChunk      --RSET/EHLO/HELO--> Ready
 * any          --BDAT out of place--> SkippingChunk, and back
 * Authenticating    --last response--> Ready, with or without a user, or Concluding
 * Concluding        --any line--> Ready, with or without a user
 * StartingTls  --secured--> Started, with nothing known but the TLS facts (RFC 3207 §4.2)
 * any          --QUIT, idle, shutdown, too many errors--> Ended
 * </pre>
 */
sealed interface SmtpSessionState {

    /**
     * What is known of the client.
     *
     * @return never null, in every state
     */
    Client client();

    /** What has come of a message; null: none is coming. */
    default @Nullable DataReceiver receiving() {
        return switch (this) {
            case InData s -> s.receiver();
            case InChunk s -> s.receiver();
            case BetweenChunks s -> s.receiver();
            case SkippingChunk s -> s.before().receiving();
            case Started s -> null;
            case Ready s -> null;
            case InMail s -> null;
            case Authenticating s -> null;
            case Concluding s -> null;
            case StartingTls s -> null;
            case Ended s -> null;
        };
    }

    /** Whether octets of a message, kept or not, are coming in. */
    default boolean isInMessage() {
        return receiving() != null || this instanceof SkippingChunk;
    }

    /**
     * Greeted by us; the client has not introduced itself.
     *
     * @param client nothing known but address and TLS
     */
    record Started(Client client) implements SmtpSessionState {}

    /**
     * Introduced; no transaction.
     *
     * @param client with its name, and its user when signed in
     */
    record Ready(Client client) implements SmtpSessionState {}

    /**
     * In a transaction, before DATA.
     *
     * @param client as in {@link Ready}
     * @param transaction with the recipients so far
     */
    record InMail(Client client, Transaction transaction) implements SmtpSessionState {}

    /**
     * Behind DATA.
     *
     * @param client as in {@link Ready}
     * @param receiver what has come of the message
     */
    record InData(Client client, DataReceiver receiver) implements SmtpSessionState {}

    /**
     * Behind the line of a BDAT.
     *
     * @param client as in {@link Ready}
     * @param receiver what has come of the message
     * @param chunk what has come of the chunk
     */
    record InChunk(Client client, DataReceiver receiver, Chunk chunk) implements SmtpSessionState {}

    /**
     * Behind a chunk that is not the last.
     *
     * @param client as in {@link Ready}
     * @param receiver what has come of the message
     */
    record BetweenChunks(Client client, DataReceiver receiver) implements SmtpSessionState {}

    /**
     * Behind the line of a BDAT that is refused: its octets are read and dropped.
     *
     * @param before where the session goes back to
     * @param chunk what has come of the chunk
     * @param refusal what is said behind it
     */
    record SkippingChunk(SmtpSessionState before, Chunk chunk, RejectReason refusal)
            implements SmtpSessionState {
        @Override
        public Client client() {
            return before.client();
        }
    }

    /**
     * Behind AUTH, before its end.
     *
     * @param client as in {@link Ready}, without a user
     * @param mechanism its name
     * @param exchange waits for the client's next line
     */
    record Authenticating(Client client, String mechanism, SaslExchange exchange)
            implements SmtpSessionState {}

    /**
     * Behind our last challenge, which shows what the directory has said.
     *
     * @param client as in {@link Ready}, without a user
     * @param login as typed
     * @param result what follows the client's answer
     */
    record Concluding(Client client, String login, Directory.AuthenticationResult result)
            implements SmtpSessionState {}

    /**
     * Behind our "go ahead" to STARTTLS.
     *
     * @param client as before
     */
    record StartingTls(Client client) implements SmtpSessionState {}

    /**
     * At the end; nothing is read any more.
     *
     * @param client as before
     */
    record Ended(Client client) implements SmtpSessionState {}
}
