package posthorn.mailbox;

import java.util.Optional;
import posthorn.mailbox.gateway.RecipientCheck;
import posthorn.mailbox.tracing.EntryTraces;

/**
 * What a {@code mailbox-api} is told of where it runs.
 *
 * @param masterKey text of the master key; empty: there is none
 * @param gateways asks hosts that have the mailboxes of domains
 * @param hostname of the installation
 * @param traces of deliveries
 * @param pages URL of the pages as people reach them, without a slash at its end; empty: not known
 */
public record Surroundings(
        Optional<String> masterKey,
        RecipientCheck gateways,
        EntryTraces traces,
        String hostname,
        String pages) {

    /** One without hosts that could be asked. */
    public static Surroundings alone(Optional<String> masterKey) {
        return new Surroundings(masterKey, RecipientCheck.NOBODY, EntryTraces.OFF, "localhost", "");
    }

    /** Without the master key. */
    @Override
    public String toString() {
        return "Surroundings[" + hostname + ", " + pages + "]";
    }
}
