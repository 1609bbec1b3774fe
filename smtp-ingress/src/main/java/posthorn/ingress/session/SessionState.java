package posthorn.ingress.session;

import posthorn.protocol.sasl.SaslExchange;

/**
 * Where a session stands. Each state has the data that exist in it, and no others.
 *
 * <pre>
 * Started      --EHLO/HELO--> Ready
 * Ready        --MAIL--> InMail            --AUTH--> SigningIn
 *              --STARTTLS--> Handshake
 * InMail       --RCPT--> InMail            --RSET/EHLO/HELO--> Ready
 *              --DATA--> InData
 * InData       --end of the message--> Ready, or Ended after a bare line break
 * SigningIn    --last response--> Ready, with or without a user
 * Handshake    --secured--> Started, with nothing known but the TLS facts (RFC 3207 §4.2)
 * any          --QUIT, idle, shutdown, too many errors--> Ended
 * </pre>
 */
sealed interface SessionState {

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
    record Started(Client client) implements SessionState {}

    /**
     * Introduced; no transaction.
     *
     * @param client with its name, and its user when signed in
     */
    record Ready(Client client) implements SessionState {}

    /**
     * In a transaction, before DATA.
     *
     * @param client as in {@link Ready}
     * @param transaction with the recipients so far
     */
    record InMail(Client client, Transaction transaction) implements SessionState {}

    /**
     * Behind DATA.
     *
     * @param client as in {@link Ready}
     * @param reception what has come of the message
     */
    record InData(Client client, Reception reception) implements SessionState {}

    /**
     * Behind AUTH, before its end.
     *
     * @param client as in {@link Ready}, without a user
     * @param exchange waits for the client's next line
     */
    record SigningIn(Client client, SaslExchange exchange) implements SessionState {}

    /**
     * Behind our "go ahead" to STARTTLS.
     *
     * @param client as before
     */
    record Handshake(Client client) implements SessionState {}

    /**
     * At the end; nothing is read any more.
     *
     * @param client as before
     */
    record Ended(Client client) implements SessionState {}
}
