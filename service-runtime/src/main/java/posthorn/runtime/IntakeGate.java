package posthorn.runtime;

import java.util.Optional;

/**
 * Whether new mail is taken. Standalone closes it when the disk runs full; reading and deleting go
 * on. Asked on event loops: an answer never waits.
 */
@FunctionalInterface
public interface IntakeGate {

    /** Why no mail is taken now, in words for an operator; empty: it is taken. */
    Optional<String> closed();
}
