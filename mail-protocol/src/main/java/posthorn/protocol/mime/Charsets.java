package posthorn.protocol.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Charsets as mail names them. A name is read generously: labels that the world uses for a superset
 * mean the superset (us-ascii and iso-8859-1 are windows-1252, gb2312 is GB18030, ks_c_5601-1987 is
 * windows-949), and what is unknown or does not say is UTF-8 where the octets are UTF-8, else
 * windows-1252.
 */
final class Charsets {
    private static final Map<String, String> MEANT =
            Map.ofEntries(
                    Map.entry("iso-8859-1", "windows-1252"),
                    Map.entry("latin1", "windows-1252"),
                    Map.entry("gb2312", "GB18030"),
                    Map.entry("gbk", "GB18030"),
                    Map.entry("gb_2312-80", "GB18030"),
                    Map.entry("cp936", "GB18030"),
                    Map.entry("x-gbk", "GB18030"),
                    Map.entry("ks_c_5601-1987", "x-windows-949"),
                    Map.entry("euc-kr", "x-windows-949"),
                    Map.entry("shift_jis", "windows-31j"),
                    Map.entry("shift-jis", "windows-31j"),
                    Map.entry("x-sjis", "windows-31j"),
                    Map.entry("big5", "Big5-HKSCS"),
                    Map.entry("iso-8859-8-i", "ISO-8859-8"),
                    Map.entry("iso-8859-9", "windows-1254"),
                    Map.entry("tis-620", "x-windows-874"),
                    Map.entry("macintosh", "x-MacRoman"),
                    Map.entry("utf8", "UTF-8"),
                    Map.entry("utf-8-strict", "UTF-8"),
                    Map.entry("unicode-1-1-utf-8", "UTF-8"),
                    Map.entry("iso-2022-jp", "x-windows-iso2022jp"));

    /**
     * Every charset under each of its names in lower case. Looked up here, since the JDK asks all
     * its providers anew for each name that it does not know, and a stranger may name thousands.
     */
    private static final Map<String, Charset> KNOWN = known();

    private static final Charset WESTERN = Charset.forName("windows-1252");

    private Charsets() {}

    /** Text of the octets; what the charset cannot read is the replacement character. */
    static String decode(@Nullable String name, byte[] octets) {
        Charset charset = named(name);
        return charset == null ? guess(octets) : new String(octets, charset);
    }

    /**
     * The charset that a name means; null: none given, unknown, or one that is known to be a lie
     * (us-ascii).
     */
    private static @Nullable Charset named(@Nullable String name) {
        String lower = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
        if (lower.isEmpty()
                || lower.equals("us-ascii")
                || lower.equals("ascii")
                || lower.startsWith("unknown")) {
            return null;
        }
        return KNOWN.get(MEANT.getOrDefault(lower, lower).toLowerCase(Locale.ROOT));
    }

    private static String guess(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(octets, WESTERN);
        }
    }

    private static Map<String, Charset> known() {
        Map<String, Charset> known = new HashMap<>();
        for (Charset charset : Charset.availableCharsets().values()) {
            known.put(charset.name().toLowerCase(Locale.ROOT), charset);
            charset.aliases()
                    .forEach(alias -> known.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
        }
        return Map.copyOf(known);
    }
}
