package posthorn.protocol.smtp;

import java.nio.charset.StandardCharsets;

/**
 * What stands left of the {@code @} in an address (RFC 5321 §4.1.2 Local-part).
 *
 * <p>{@code "john smith"} and {@code "john\ smith"} are the same local part, as are {@code "john"}
 * in quotes and without: what is kept is the meaning, without quotes and backslashes. Case is kept.
 *
 * @param text not quoted; may hold spaces, {@code @} and characters above 127; not control
 *     characters; may be empty ({@code ""@example.org} is an address)
 */
public record LocalPart(String text) {

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException when a character cannot stand in a local part
     */
    public LocalPart {
        if (!text.chars().allMatch(c -> Chars.isQtext((char) c) || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("A control character in a local part");
        }
    }

    /** As it is written in an address: a dot-string where that is possible, else in quotes. */
    public String encode() {
        if (isDotString()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /** Octets of the text in UTF-8, quotes not counted. */
    public int octets() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private boolean isDotString() {
        if (text.isEmpty() || text.startsWith(".") || text.endsWith(".") || text.contains("..")) {
            return false;
        }
        return text.chars().allMatch(c -> c == '.' || Chars.isAtext((char) c));
    }

    @Override
    public String toString() {
        return encode();
    }
}
