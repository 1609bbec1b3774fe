package posthorn.ingress.session;

import posthorn.protocol.sasl.SaslExchange;

/**
 * Where a session stands. Each state has the data that exist in it, and no others.
 *
 * <pre>
 * Started      --EHLO/HELO--> Ready
 * Ready        --MAIL--> InMail            --AUTH--> Authenticating
 *              --STARTTLS--> StartingTls
 * InMail       --RCPT--> InMail            --RSET/EHLO/HELO--> Ready
 *              --DATA--> InData
 * InData       --end of the message--> Ready, or Ended after a bare line break
 * Authenticating    --last response--> Ready, with or without a user
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
     * Behind AUTH, before its end.
     *
     * @param client as in {@link Ready}, without a user
     * @param exchange waits for the client's next line
     */
    record Authenticating(Client client, SaslExchange exchange) implements SmtpSessionState {}

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
