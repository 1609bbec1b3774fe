package posthorn.ingress.session;

import java.util.Optional;

/** Whether new mail is taken at all. Never waits. Safe for all threads. */
@FunctionalInterface
public interface MailAdmission {
    /** Why not, in words for an operator; empty: it is. */
    Optional<String> closed();
}
