package posthorn.mailbox.rest.access;

import jakarta.ws.rs.core.NewCookie;

/**
 * The cookie in which a browser keeps its session's token: out of reach of scripts, sent to this
 * host alone, and with no request that another site begins.
 */
final class SessionCookie {

    /** Its name where the browser came by TLS: browsers let no other host set that. */
    private static final String SECURE = "__Host-posthorn-session";

    /** Its name where the browser is on this machine. */
    private static final String PLAIN = "posthorn-session";

    private SessionCookie() {}

    static String name(Caller caller) {
        return caller.tls() ? SECURE : PLAIN;
    }

    static NewCookie of(Caller caller, String token, long seconds) {
        return new NewCookie.Builder(name(caller))
                .value(token)
                .path("/")
                .maxAge((int) Math.min(seconds, Integer.MAX_VALUE))
                .secure(caller.tls())
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    /** Takes it away. */
    static NewCookie gone(Caller caller) {
        return of(caller, "", 0);
    }
}
