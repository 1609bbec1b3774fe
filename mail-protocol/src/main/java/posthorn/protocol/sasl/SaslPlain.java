package posthorn.protocol.sasl;

/**
 * PLAIN, RFC 4616.
 *
 * <pre>
 * message = [authzid] NUL authcid NUL passwd
 * </pre>
 */
final class SaslPlain {
    private SaslPlain() {}

    static SaslStep respond(String line) {
        return SaslResponse.read(line, SaslPlain::message);
    }

    private static SaslStep message(String message) {
        String[] parts = message.split("\0", 4);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return SaslResponse.malformed();
        }
        return parts[0].isEmpty() || parts[0].equals(parts[1])
                ? SaslResponse.credentials(parts[1], parts[2])
                : new SaslStep.Failed(SaslStep.Reason.OTHER_IDENTITY);
    }
}
