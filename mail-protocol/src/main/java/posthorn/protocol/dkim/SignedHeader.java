package posthorn.protocol.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.OctetString;

/** The fields of a header as signatures name them: from the bottom up (RFC 6376 §5.4.2). */
public final class SignedHeader {
    private final Map<String, List<HeaderField>> byName = new HashMap<>();

    private SignedHeader() {}

    /** The fields of a header, ready for any number of signatures. */
    public static SignedHeader of(MessageHeader header) {
        SignedHeader signed = new SignedHeader();
        for (HeaderField field : header.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                signed.byName.computeIfAbsent(name, any -> new ArrayList<>()).add(field);
            }
        }
        return signed;
    }

    /**
     * What a signature is made over (RFC 6376 §3.7): the fields in the order of their names, for a
     * name that stands several times the last first, for one field too many nothing; and at the end
     * the field that holds the signature, with the value of its tag {@code b=} taken out and
     * without its line break.
     *
     * @param names names of the signed fields, in any case
     * @param form canonicalization of the fields
     * @param signature the field that holds the signature; where it is one of the header's own, it
     *     is not taken for one of the signed fields
     */
    public byte[] data(List<String> names, Canonicalization form, HeaderField signature) {
        return data(names, form, signature.octets(), signature);
    }

    byte[] data(
            List<String> names, Canonicalization form, String field, @Nullable HeaderField own) {
        StringBuilder out = new StringBuilder(2048);
        Map<String, Integer> taken = new HashMap<>();
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            List<HeaderField> fields = byName.getOrDefault(key, List.of());
            int last = taken.getOrDefault(key, fields.size()) - 1;
            if (last >= 0 && fields.get(last) == own) {
                last--;
            }
            if (last >= 0) {
                out.append(form.header(fields.get(last)));
            }
            taken.put(key, Math.max(last, 0));
        }
        return OctetString.bytes(out.append(withoutSignature(field, form)).toString());
    }

    private static String withoutSignature(String field, Canonicalization form) {
        int value = field.indexOf(':') + 1;
        String octets = field.substring(value);
        String emptied = TagList.parse(octets).map(list -> list.without("b")).orElse(octets);
        String canonical = form.header(field.substring(0, value) + emptied);
        return canonical.endsWith("\r\n")
                ? canonical.substring(0, canonical.length() - 2)
                : canonical;
    }
}
