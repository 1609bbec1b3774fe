package posthorn.mailbox.directory;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody has said about switches: an account's owner, a domain, or the installation.
 *
 * @param said which are on, which are off; one that is not in it is left to whoever is asked next
 */
public record Switches(Map<AccessSwitch, Boolean> said) {

    /** Nothing is said. */
    public static final Switches NONE = new Switches(Map.of());

    /** Keeps the map from changing. */
    public Switches {
        said = Map.copyOf(said);
    }

    /** Whether it is on; empty: that is not said here. */
    public Optional<Boolean> of(AccessSwitch which) {
        return Optional.ofNullable(said.get(which));
    }

    /** The same, with one of them on or off, or left open again. */
    public Switches with(AccessSwitch which, Optional<Boolean> on) {
        Map<AccessSwitch, Boolean> next = new EnumMap<>(AccessSwitch.class);
        next.putAll(said);
        on.ifPresentOrElse(value -> next.put(which, value), () -> next.remove(which));
        return new Switches(next);
    }
}
