package posthorn.launcher.doctor;

import java.util.List;

/**
 * What a check found.
 *
 * @param section what was looked at
 * @param level how good that is
 * @param subject what it is about: a name, an address, a port
 * @param key of the words in {@code findings.properties}; with {@code .do} behind it, of what to do
 * @param details that stand in the words, by number
 */
public record Finding(
        Section section, Level level, String subject, String key, List<String> details) {

    /** Keeps the list from changing. */
    public Finding {
        details = List.copyOf(details);
    }

    /** How good it is. */
    public enum Level {
        /** As it should be. */
        GOOD,
        /** It works, and could be better. */
        ADVICE,
        /** It could not be looked at. */
        UNKNOWN,
        /** Something has to be done. */
        WRONG
    }

    /** What is looked at, in the order in which it is shown. */
    public enum Section {
        DNS,
        ADDRESSES,
        PORTS,
        CERTIFICATES,
        CLOCK,
        OUTGOING,
        STORAGE,
        MAIL
    }

    static Finding good(Section section, String subject, String key, String... details) {
        return new Finding(section, Level.GOOD, subject, key, List.of(details));
    }

    static Finding advice(Section section, String subject, String key, String... details) {
        return new Finding(section, Level.ADVICE, subject, key, List.of(details));
    }

    static Finding unknown(Section section, String subject, String key, String... details) {
        return new Finding(section, Level.UNKNOWN, subject, key, List.of(details));
    }

    static Finding wrong(Section section, String subject, String key, String... details) {
        return new Finding(section, Level.WRONG, subject, key, List.of(details));
    }
}
