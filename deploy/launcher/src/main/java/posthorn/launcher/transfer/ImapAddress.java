package posthorn.launcher.transfer;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * An IMAP server and who signs in there, as in {@code imaps://alice@imap.example.org/}.
 *
 * @param tls whether TLS begins with the connection; else by STARTTLS
 * @param host name or address
 * @param port of the server
 * @param user empty: not said here
 */
public record ImapAddress(boolean tls, String host, int port, String user) {

    private static final int IMAP = 143;
    private static final int IMAPS = 993;

    /**
     * The address that somebody has typed; an at sign in the name of a user stays as it is.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ImapAddress parse(String text) {
        try {
            int at = text.lastIndexOf('@');
            int begin = text.indexOf("://");
            String user = at < 0 || begin < 0 ? "" : text.substring(begin + 3, at);
            URI uri =
                    new URI(at < 0 ? text : text.substring(0, begin + 3) + text.substring(at + 1));
            boolean tls = "imaps".equals(uri.getScheme());
            if (uri.getHost() == null || (!tls && !"imap".equals(uri.getScheme()))) {
                throw new IllegalArgumentException(text);
            }
            int port = uri.getPort() > 0 ? uri.getPort() : tls ? IMAPS : IMAP;
            return new ImapAddress(
                    tls,
                    uri.getHost().replace("[", "").replace("]", ""),
                    port,
                    URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (URISyntaxException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The same for another user. */
    public ImapAddress withUser(String other) {
        return new ImapAddress(tls, host, port, other);
    }
}
