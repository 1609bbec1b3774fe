package posthorn.pop3;

import posthorn.protocol.sasl.SaslOffer;

/**
 * What a session has to know of where it runs.
 *
 * @param hostname for the greeting
 * @param offersTls whether STLS can be done
 * @param offer how this client may sign in, before TLS where that comes later
 * @param signInAttempts wrong passwords after which the connection ends
 */
public record Pop3SessionSettings(
        String hostname, boolean offersTls, SaslOffer offer, int signInAttempts) {}
