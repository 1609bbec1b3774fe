package posthorn.mailbox.signin;

import java.util.Optional;

/**
 * What is kept of a password, to know it when it is shown or proven.
 *
 * @param hash text form that {@link Passwords} makes
 * @param scram empty: the password cannot be proven by SCRAM, only shown
 */
public record Verifier(String hash, Optional<ScramKeys> scram) {

    /** Text form of what is kept for SCRAM; empty: nothing is. */
    public String scramText() {
        return scram.map(ScramKeys::encode).orElse("");
    }

    /** Nothing of it: whoever has it can guess at leisure. */
    @Override
    public String toString() {
        return "Verifier[scram=" + scram.isPresent() + "]";
    }
}
