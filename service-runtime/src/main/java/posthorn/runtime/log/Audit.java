package posthorn.runtime.log;

import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * The audit log: who did what, from where, with what outcome, one line each:
 *
 * <pre>
 * audit: action=DELETE outcome=204 role=admin client=192.0.2.1 session=-
 *     object=/v1/accounts/alice@example.org actor=ops subject=alice@example.org
 * </pre>
 *
 * <p>The same stands in fields of the line (in JSON): {@code action}, {@code object}, {@code
 * actor}, {@code role}, {@code client_address}, {@code session_id}, {@code outcome}, {@code
 * subject}. Addresses are always written in full: without them there is nothing to look up. No
 * secret stands in any of them. Any thread.
 */
public final class Audit {

    /** The category of the lines. */
    public static final String CATEGORY = "posthorn.audit";

    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private Audit() {}

    /**
     * What somebody did.
     *
     * @param action {@code sign-in}, {@code token}, or a method of HTTP
     * @param object what it was done to: the protocol of a sign-in, the path of a request
     * @param actor name of an admin token, address or id of an account, a login; empty: nobody
     *     known
     * @param role of the actor; empty: none
     * @param client IP address; empty: not known
     * @param session a name of it that opens nothing; empty: none
     * @param outcome status of HTTP, {@code success}, or why not in words with hyphens
     * @param subject account, address or domain that it is about; empty: none
     */
    public record Act(
            String action,
            String object,
            String actor,
            String role,
            String client,
            String session,
            String outcome,
            String subject) {

        /** A sign-in, or what stood in its way. */
        public static Act signIn(
                String protocol, String method, String login, String client, String outcome) {
            return new Act(
                    "sign-in",
                    method.isEmpty() ? protocol : protocol + "/" + method.toLowerCase(Locale.ROOT),
                    login,
                    "",
                    client,
                    "",
                    outcome,
                    "");
        }
    }

    /** Logs at level INFO. */
    public static void record(Act act) {
        LogFields.with("action", act.action())
                .and("object", act.object())
                .and("actor", act.actor())
                .and("role", act.role())
                .and("client_address", act.client())
                .and(LogFields.SESSION, act.session())
                .and("outcome", act.outcome())
                .and("subject", act.subject())
                .run(() -> LOG.info(line(act)));
    }

    /** What others have no say in stands first. */
    static String line(Act act) {
        return "audit: action="
                + word(act.action())
                + " outcome="
                + word(act.outcome())
                + " role="
                + word(act.role())
                + " client="
                + word(act.client())
                + " session="
                + word(act.session())
                + " object="
                + word(act.object())
                + " actor="
                + word(act.actor())
                + " subject="
                + word(act.subject());
    }

    /** One word: what is in it cannot pass for the next field. */
    private static String word(String value) {
        return value.isEmpty() ? "-" : LogText.clean(value).replaceAll("[ =]", "_");
    }
}
