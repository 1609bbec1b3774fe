package posthorn.protocol.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Octets of header values that one structure may hold, all its parts together: a structure is
 * stored with its message, and a stranger must not choose how large it gets. Values past the budget
 * are cut, then absent; addresses past it are left out.
 *
 * <p>What is charged is what a value takes in the record of the structure: its octets, and a few
 * for each piece that it is taken apart into.
 */
final class Budget {
    /** With 1,000 parts and the largest field past it, a record stays below 512 KiB. */
    static final int OCTETS = 320 * 1024;

    /** Of one field that describes the message. */
    static final int FIELD_OCTETS = 256 * 1024;

    /** Of one field that describes a part: Content-Type and the like. */
    static final int CONTENT_FIELD_OCTETS = 16 * 1024;

    private static final int VALUE_OVERHEAD = 8;
    private static final int ADDRESS_OVERHEAD = 24;

    private int left;

    Budget(int octets) {
        left = octets;
    }

    /** Value of the field, cut to what is left; null when there is no field or nothing is left. */
    @Nullable String value(@Nullable HeaderField field) {
        return charged(cut(field, FIELD_OCTETS));
    }

    /** Value of a field that describes a part, cut likewise. */
    @Nullable String contentValue(@Nullable HeaderField field) {
        return charged(cut(field, CONTENT_FIELD_OCTETS));
    }

    /** Value of a field whose pieces are charged one by one, see {@link #charge}. */
    @Nullable String piecewise(@Nullable HeaderField field) {
        return cut(field, CONTENT_FIELD_OCTETS);
    }

    /** Charges a piece of a value; returns it. */
    String charge(String piece) {
        left -= piece.length() + VALUE_OVERHEAD;
        return piece;
    }

    /** Charges parameters; returns them. */
    List<MimeParameter> charge(List<MimeParameter> parameters) {
        for (MimeParameter parameter : parameters) {
            charge(parameter.name());
            charge(parameter.value());
        }
        return parameters;
    }

    /**
     * Addresses in all fields of that name, in order.
     *
     * @param copies how often they stand in the record
     */
    List<Address> addresses(MessageHeader header, String name, int copies) {
        List<Address> addresses = new ArrayList<>();
        for (HeaderField field : header.fields()) {
            int most = left / copies;
            if (most <= 0) {
                break;
            }
            if (field.is(name)) {
                String value = field.value(Math.min(most, FIELD_OCTETS));
                List<Address> found = AddressList.parse(value, most / ADDRESS_OVERHEAD);
                left -= (value.length() + found.size() * ADDRESS_OVERHEAD) * copies;
                addresses.addAll(found);
            }
        }
        return addresses;
    }

    private @Nullable String cut(@Nullable HeaderField field, int most) {
        return field == null || left <= 0 ? null : field.value(Math.min(left, most));
    }

    private @Nullable String charged(@Nullable String value) {
        return value == null ? null : charge(value);
    }
}
