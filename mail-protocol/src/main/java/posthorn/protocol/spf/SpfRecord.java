package posthorn.protocol.spf;

import java.util.List;
import java.util.Optional;

/**
 * A record, taken apart (RFC 7208 §4.6.1).
 *
 * @param directives in order
 * @param redirect domain whose record counts when no directive matches (§6.1)
 * @param explanation domain that holds the text for rejected senders (§6.2)
 */
record SpfRecord(
        List<Directive> directives,
        Optional<MacroString> redirect,
        Optional<MacroString> explanation) {

    /**
     * A mechanism with its qualifier.
     *
     * @param result when it matches
     * @param mechanism that is compared
     * @param text as it stands in the record
     */
    record Directive(SpfResult result, Mechanism mechanism, String text) {}

    SpfRecord {
        directives = List.copyOf(directives);
    }

    /** Whether a TXT record is one of SPF (§4.5). */
    static boolean isOne(String txt) {
        return txt.regionMatches(true, 0, "v=spf1", 0, 6)
                && (txt.length() == 6 || txt.charAt(6) == ' ');
    }

    /** The record in a TXT record for which {@link #isOne} holds. */
    static SpfRecord parse(String txt) throws SpfSyntaxException {
        return new SpfRecordParser().parse(txt);
    }
}
