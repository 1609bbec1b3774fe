package posthorn.protocol.mime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a server has to know of a header before it takes a message, found in one pass that copies
 * nothing but the values asked for.
 *
 * @param length octets of the header with its empty line, or all octets when no empty line was seen
 * @param complete whether the empty line was seen
 * @param received count of Received fields, the hops so far (RFC 5321 §6.3)
 * @param date whether there is a Date field
 * @param messageId value of the first Message-ID field (text, unfolded, brackets kept, at most 998
 *     chars); null: no such field
 * @param fromFields count of From fields; RFC 5322 §3.6 wants one
 * @param from every address of every From field, as {@code local@domain} (text; the local part
 *     quoted where it must be). Members of groups are in it. Something in the place of an address
 *     that is none stands there without an {@code @}: who compares the list with the addresses that
 *     a sender owns refuses it. Cut after {@value #MAX_FROM} addresses, when {@link
 *     #fromOverflow()} says so.
 * @param fromOverflow whether the From fields were longer than {@value #MAX_FROM_OCTETS} octets or
 *     had more than {@value #MAX_FROM} addresses, so that {@code from} does not hold all
 */
public record HeaderScan(
        int length,
        boolean complete,
        int received,
        boolean date,
        @Nullable String messageId,
        int fromFields,
        List<String> from,
        boolean fromOverflow) {
    /** Addresses in From that are told. */
    public static final int MAX_FROM = 100;

    /** Octets of a From field that are read. */
    public static final int MAX_FROM_OCTETS = 65_536;

    private static final int MAX_MESSAGE_ID = 998;

    public HeaderScan {
        from = List.copyOf(from);
    }

    /** Scan of a whole message. */
    public static HeaderScan of(byte[] message) {
        return of(message, 0, message.length);
    }

    /**
     * Scan of {@code in[from..to)}, a message or its first octets. A field that {@code to} cuts is
     * taken as it stands.
     */
    public static HeaderScan of(byte[] in, int from, int to) {
        FieldCollector found = new FieldCollector(in, to);
        int at = from;
        while (at < to && !OctetString.isEmptyLine(in, at, to)) {
            int next = OctetString.nextLine(in, at, to);
            found.line(at, next);
            at = next;
        }
        boolean complete = OctetString.isEmptyLine(in, at, to);
        return found.scan((complete ? OctetString.nextLine(in, at, to) : at) - from, complete);
    }

    /** Working state of one scan. */
    private static final class FieldCollector {
        private final byte[] in;
        private final int to;
        private final SequencedSet<String> from = new LinkedHashSet<>();
        private int received;
        private boolean date;
        private @Nullable String messageId;
        private int fromFields;
        private boolean overflow;

        FieldCollector(byte[] in, int to) {
            this.in = in;
            this.to = to;
        }

        void line(int at, int next) {
            switch (in[at] | 0x20) {
                case 'r' -> received += names(at, next, "received") >= 0 ? 1 : 0;
                case 'd' -> date |= names(at, next, "date") >= 0;
                case 'm' -> messageId(at, names(at, next, "message-id"));
                case 'f' -> from(at, names(at, next, "from"));
                default -> {}
            }
        }

        private void messageId(int at, int colon) {
            if (colon >= 0 && messageId == null) {
                String value = OctetString.text(field(at, colon).value(2 * MAX_MESSAGE_ID));
                messageId = value.substring(0, Math.min(value.length(), MAX_MESSAGE_ID));
            }
        }

        private void from(int at, int colon) {
            if (colon < 0) {
                return;
            }
            fromFields++;
            HeaderField field = field(at, colon);
            overflow |= field.length() > MAX_FROM_OCTETS;
            for (Address address : AddressList.parse(field.value(MAX_FROM_OCTETS))) {
                if (!address.isGroupStart() && !address.isGroupEnd()) {
                    overflow |= from.size() == MAX_FROM && !from.contains(address.addrSpec());
                    if (!overflow) {
                        from.add(address.addrSpec());
                    }
                }
            }
        }

        private HeaderField field(int at, int colon) {
            int end = OctetString.nextLine(in, at, to);
            while (end < to && (in[end] == ' ' || in[end] == '\t')) {
                end = OctetString.nextLine(in, end, to);
            }
            return new HeaderField(in, at, colon, end);
        }

        /** Index of the colon when the line starts with that field name, else -1. */
        private int names(int at, int next, String name) {
            int i = 0;
            while (i < name.length()
                    && at + i < next
                    && HeaderField.lower(in[at + i]) == name.charAt(i)) {
                i++;
            }
            if (i < name.length()) {
                return -1;
            }
            int colon = at + i;
            while (colon < next && (in[colon] == ' ' || in[colon] == '\t')) {
                colon++;
            }
            return colon < next && in[colon] == ':' ? colon : -1;
        }

        HeaderScan scan(int length, boolean complete) {
            return new HeaderScan(
                    length,
                    complete,
                    received,
                    date,
                    messageId,
                    fromFields,
                    new ArrayList<>(from),
                    overflow);
        }
    }
}
