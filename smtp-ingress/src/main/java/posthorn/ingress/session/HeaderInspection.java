package posthorn.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import posthorn.protocol.auth.AuthenticationResults;
import posthorn.protocol.mime.Address;
import posthorn.protocol.mime.AddressList;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.HeaderScan;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.smtp.AddressKey;

/**
 * What a message's header says that decides whether and how the message is taken. Work for a
 * virtual thread, since a header may be long.
 *
 * @param scan hops, Date, Message-ID, From
 * @param beginsWithField whether the first line is a field; otherwise it would go on the field that
 *     is put in front of it, or hide it
 * @param wellFormed whether each line is a field with a name of printable ASCII (RFC 5322 §2.2), or
 *     the continuation of one
 * @param senderFields count of Sender fields; RFC 5322 §3.6 wants one at most
 * @param senders addresses of all Sender fields, as {@link HeaderScan#from} has them
 * @param deliveredTo addresses of all Delivered-To fields, folded
 * @param removed fields to take out: in order, not touching each other
 * @param tlsNotRequired whether it says once, and only that, {@code TLS-Required: No} (RFC 8689 §3)
 */
record HeaderInspection(
        HeaderScan scan,
        boolean beginsWithField,
        boolean wellFormed,
        int senderFields,
        List<String> senders,
        List<String> deliveredTo,
        List<Range> removed,
        boolean tlsNotRequired) {

    /** Fields that say where a message was delivered to before; more are not looked at. */
    private static final int MOST_DELIVERIES = 200;

    /**
     * Octets of a header.
     *
     * @param start of the first
     * @param end behind the last
     */
    record Range(int start, int end) {
        int length() {
            return end - start;
        }
    }

    /**
     * Reads a header.
     *
     * @param octets a message, or as much of it as has come
     * @param length how many of the octets belong to it
     * @param submission whether a user has written it: Bcc is taken out (RFC 5322 §3.6.3)
     * @param hostname of this server: what claims to be its own Authentication-Results is taken out
     *     (RFC 8601 §5)
     */
    static HeaderInspection of(byte[] octets, int length, boolean submission, String hostname) {
        MessageHeader header = MessageHeader.of(octets, 0, length);
        List<String> senders = new ArrayList<>();
        List<String> deliveredTo = new ArrayList<>();
        List<Range> removed = new ArrayList<>();
        List<String> required = new ArrayList<>();
        int senderFields = 0;
        boolean wellFormed = true;
        for (HeaderField field : header.fields()) {
            wellFormed &= !field.name().isEmpty();
            boolean blindCopy = field.is("Bcc") || field.is("Resent-Bcc");
            if ((submission && blindCopy) || claimsToBeOurs(field, hostname)) {
                remove(removed, field);
            } else if (field.is("Sender")) {
                senderFields++;
                addresses(field, senders);
            } else if (field.is("TLS-Required")) {
                required.add(field.value().strip().toLowerCase(Locale.ROOT));
            } else if (field.is("Delivered-To") && deliveredTo.size() < MOST_DELIVERIES) {
                AddressKey.parse(field.value().strip())
                        .map(AddressKey::toString)
                        .ifPresent(deliveredTo::add);
            }
        }
        boolean beginsWithField =
                header.fields().isEmpty() || !header.fields().getFirst().name().isEmpty();
        return new HeaderInspection(
                HeaderScan.of(octets, 0, length),
                beginsWithField,
                wellFormed,
                senderFields,
                List.copyOf(senders),
                List.copyOf(deliveredTo),
                List.copyOf(removed),
                required.equals(List.of("no")));
    }

    private static void addresses(HeaderField field, List<String> addresses) {
        for (Address address : AddressList.parse(field.value())) {
            if (!address.isGroupStart() && !address.isGroupEnd()) {
                addresses.add(address.addrSpec());
            }
        }
    }

    private static void remove(List<Range> removed, HeaderField field) {
        Range last = removed.isEmpty() ? new Range(-1, -1) : removed.getLast();
        if (last.end() == field.start()) {
            removed.set(removed.size() - 1, new Range(last.start(), field.end()));
        } else {
            removed.add(new Range(field.start(), field.end()));
        }
    }

    private static boolean claimsToBeOurs(HeaderField field, String hostname) {
        return field.is("Authentication-Results")
                && AuthenticationResults.authservId(field.value())
                        .equals(hostname.toLowerCase(Locale.ROOT));
    }
}
