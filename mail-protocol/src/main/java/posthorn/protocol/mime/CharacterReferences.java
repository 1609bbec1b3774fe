package posthorn.protocol.mime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTML's character references: numeric ones, Latin-1, and the named ones that mail is full of. */
final class CharacterReferences {
    /** Characters between ampersand and semicolon. */
    static final int MAX_LENGTH = 12;

    /** Names of U+00A0 to U+00FF, in order. */
    private static final String LATIN_1 =
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute "
                    + "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml "
                    + "Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc "
                    + "Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml "
                    + "aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc "
                    + "otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

    private static final Map<String, String> NAMED = named();

    private CharacterReferences() {}

    /** Text that the reference means; null: it is none. */
    static @Nullable String text(String name) {
        if (!name.startsWith("#")) {
            return NAMED.get(name);
        }
        boolean hex = name.startsWith("x", 1) || name.startsWith("X", 1);
        try {
            int codePoint = Integer.parseInt(name, hex ? 2 : 1, name.length(), hex ? 16 : 10);
            boolean character =
                    Character.isValidCodePoint(codePoint)
                            && codePoint > 0
                            && (codePoint < Character.MIN_SURROGATE
                                    || codePoint > Character.MAX_SURROGATE);
            return character ? Character.toString(codePoint) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static Map<String, String> named() {
        Map<String, String> named =
                new HashMap<>(
                        Map.ofEntries(
                                Map.entry("amp", "&"),
                                Map.entry("lt", "<"),
                                Map.entry("gt", ">"),
                                Map.entry("quot", "\""),
                                Map.entry("apos", "'"),
                                Map.entry("hellip", "\u2026"),
                                Map.entry("ndash", "\u2013"),
                                Map.entry("mdash", "\u2014"),
                                Map.entry("lsquo", "\u2018"),
                                Map.entry("rsquo", "\u2019"),
                                Map.entry("sbquo", "\u201a"),
                                Map.entry("ldquo", "\u201c"),
                                Map.entry("rdquo", "\u201d"),
                                Map.entry("bdquo", "\u201e"),
                                Map.entry("bull", "\u2022"),
                                Map.entry("euro", "\u20ac"),
                                Map.entry("trade", "\u2122"),
                                Map.entry("rarr", "\u2192"),
                                Map.entry("larr", "\u2190"),
                                Map.entry("ensp", "\u2002"),
                                Map.entry("emsp", "\u2003"),
                                Map.entry("thinsp", "\u2009"),
                                Map.entry("zwnj", "\u200c"),
                                Map.entry("zwj", "\u200d")));
        String[] latin1 = LATIN_1.split(" ");
        for (int i = 0; i < latin1.length; i++) {
            named.put(latin1[i], Character.toString(0xa0 + i));
        }
        return Map.copyOf(named);
    }
}
