package posthorn.protocol.mime;

import org.jspecify.annotations.Nullable;

/**
 * Octets of header values that one structure may hold, all its parts together: a structure is
 * stored with its message, and a stranger must not choose how large it gets. Values past the budget
 * are cut, then absent.
 */
final class Budget {
    static final int OCTETS = 512 * 1024;

    /** Of one field. */
    static final int FIELD_OCTETS = 256 * 1024;

    private int left;

    Budget(int octets) {
        left = octets;
    }

    /** Value of the field, cut to what is left; null when there is no field or nothing is left. */
    @Nullable String value(@Nullable HeaderField field) {
        if (field == null || left <= 0) {
            return null;
        }
        String value = field.value(Math.min(left, FIELD_OCTETS));
        left -= value.length();
        return value;
    }
}
