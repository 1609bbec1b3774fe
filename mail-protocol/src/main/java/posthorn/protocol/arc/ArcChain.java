package posthorn.protocol.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.dkim.TagList;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;

/**
 * The sets of a header, complete and in order (RFC 8617 §4.2).
 *
 * @param sets from instance 1 on; empty: there is no chain
 */
record ArcChain(List<Set> sets) {
    /** Sets that a message may have (§4.2.1). */
    static final int MOST_SETS = 50;

    private static final String RESULTS = "ARC-Authentication-Results";
    private static final String MESSAGE_SIGNATURE = "ARC-Message-Signature";

    ArcChain {
        sets = List.copyOf(sets);
    }

    /**
     * One set.
     *
     * @param results its ARC-Authentication-Results
     * @param value of it, behind its instance
     * @param message its ARC-Message-Signature
     * @param seal its ARC-Seal
     */
    record Set(HeaderField results, String value, Tagged message, Tagged seal) {}

    /** A field with its tags. */
    record Tagged(HeaderField field, TagList tags) {}

    /** A set of which not all fields have been seen. */
    private static final class Parts {
        private @Nullable HeaderField results;
        private String value = "";
        private @Nullable Tagged message;
        private @Nullable Tagged seal;
    }

    static ArcChain of(MessageHeader header) throws ArcSyntaxException {
        NavigableMap<Integer, Parts> found = new TreeMap<>();
        for (HeaderField field : header.fields()) {
            switch (field.name().toLowerCase(Locale.ROOT)) {
                case "arc-authentication-results" -> results(found, field);
                case "arc-message-signature" -> {
                    Tagged tagged = tagged(field);
                    Parts parts = parts(found, instance(tagged.tags()));
                    once(parts.message, MESSAGE_SIGNATURE);
                    parts.message = tagged;
                }
                case "arc-seal" -> {
                    Tagged tagged = tagged(field);
                    Parts parts = parts(found, instance(tagged.tags()));
                    once(parts.seal, ArcVerification.SEAL);
                    parts.seal = tagged;
                }
                default -> {
                    // Every other field is the message's own.
                }
            }
        }
        return whole(found);
    }

    private static ArcChain whole(NavigableMap<Integer, Parts> found) throws ArcSyntaxException {
        List<Set> sets = new ArrayList<>();
        for (Parts parts : found.values()) {
            HeaderField results = parts.results;
            Tagged message = parts.message;
            Tagged seal = parts.seal;
            if (results == null || message == null || seal == null) {
                throw new ArcSyntaxException("a set is not complete");
            }
            sets.add(new Set(results, parts.value, message, seal));
        }
        if (!found.isEmpty() && found.lastKey() != sets.size()) {
            throw new ArcSyntaxException("a set is missing");
        }
        return new ArcChain(sets);
    }

    /** {@code i=1; authserv-id; ...}. */
    private static void results(NavigableMap<Integer, Parts> found, HeaderField field)
            throws ArcSyntaxException {
        String value = field.value();
        int semicolon = value.indexOf(';');
        TagList tag =
                TagList.parse(semicolon < 0 ? "" : value.substring(0, semicolon))
                        .orElseThrow(() -> new ArcSyntaxException("results without an instance"));
        Parts parts = parts(found, instance(tag));
        once(parts.results, RESULTS);
        parts.results = field;
        parts.value = value.substring(semicolon + 1);
    }

    private static Tagged tagged(HeaderField field) throws ArcSyntaxException {
        return new Tagged(
                field,
                TagList.parse(field.rawValue())
                        .orElseThrow(() ->
                                new ArcSyntaxException(field.name() + " is no list of tags")));
    }

    private static int instance(TagList tags) throws ArcSyntaxException {
        String digits = tags.get("i").orElse("");
        boolean number =
                (digits.length() == 1 || digits.length() == 2)
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int instance = number ? Integer.parseInt(digits) : 0;
        if (instance < 1 || instance > MOST_SETS) {
            throw new ArcSyntaxException("the instance of a set is not from 1 to " + MOST_SETS);
        }
        return instance;
    }

    private static Parts parts(NavigableMap<Integer, Parts> found, int instance) {
        return found.computeIfAbsent(instance, any -> new Parts());
    }

    private static void once(@Nullable Object before, String name) throws ArcSyntaxException {
        if (before != null) {
            throw new ArcSyntaxException("a set has more than one " + name);
        }
    }
}
