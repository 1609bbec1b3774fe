package posthorn.protocol.sasl;

/**
 * What the directory gives to begin SCRAM with.
 *
 * @param nonce the server's part: printable ASCII without a comma, never the same twice
 */
public record ScramChallenge(ScramOctets salt, int iterations, String nonce) {}
