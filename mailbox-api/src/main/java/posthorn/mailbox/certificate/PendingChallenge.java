package posthorn.mailbox.certificate;

/**
 * A proof that an authority will look for.
 *
 * @param token names it (RFC 8555 §8.1)
 * @param name host name that is proved
 * @param authorization the key authorization (RFC 8555 §8.1)
 * @param since when it was put there, milliseconds since 1970
 */
public record PendingChallenge(String token, String name, String authorization, long since) {}
