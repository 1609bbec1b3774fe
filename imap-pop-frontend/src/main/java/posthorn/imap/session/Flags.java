package posthorn.imap.session;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.FlagNames;
import posthorn.imap.grammar.ResponseWriter;

/** Flags as clients give and get them (RFC 3501 §2.3.2). */
final class Flags {

    private static final int MAX_KEYWORD = 255;

    private Flags() {}

    /** What is wrong with flags that a client wants to set; null: nothing. */
    static @Nullable String problem(List<String> flags) {
        for (String flag : flags) {
            if (flag.equalsIgnoreCase("\\Recent")) {
                return "\\Recent is set by the server alone";
            }
            if (flag.startsWith("\\") && FlagNames.SYSTEM.bit(flag) < 0) {
                return "No such system flag: " + flag;
            }
            if (flag.length() > MAX_KEYWORD) {
                return "Keyword is too long";
            }
        }
        return null;
    }

    /** The flags, system flags in their usual spelling. */
    static List<String> canonical(List<String> flags) {
        return flags.stream().map(Flags::canonical).toList();
    }

    /** One flag, in its usual spelling. */
    static String canonical(String flag) {
        int bit = FlagNames.SYSTEM.bit(flag);
        return bit < 0 ? flag : FlagNames.SYSTEM.names().get(bit);
    }

    /** {@code (\Seen \Recent …)}. */
    static void write(ResponseWriter out, FlagNames names, long bits, boolean recent) {
        out.raw('(');
        boolean first = true;
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            if (!first) {
                out.raw(' ');
            }
            first = false;
            out.raw(names.names().get(Long.numberOfTrailingZeros(rest)));
        }
        if (recent) {
            out.raw(first ? "\\Recent" : " \\Recent");
        }
        out.raw(')');
    }

    /** Whether a special use of RFC 6154 is one that mailboxes here may have. */
    static @Nullable String specialUse(String attribute) {
        return switch (attribute.toLowerCase(Locale.ROOT)) {
            case "\\archive" -> "Archive";
            case "\\drafts" -> "Drafts";
            case "\\junk" -> "Junk";
            case "\\sent" -> "Sent";
            case "\\trash" -> "Trash";
            case "\\flagged", "\\all" -> null;
            default -> null;
        };
    }
}
