package posthorn.protocol.mime;

/**
 * A quoted-string (RFC 5322 §3.2.4) in a text.
 *
 * @param content what it means, without quotes and backslashes
 * @param end index behind the quote that closes it; of one that is not closed, the text's end
 */
record QuotedString(String content, int end) {

    /** The one whose opening quote stands at {@code from}. */
    static QuotedString at(String text, int from) {
        StringBuilder content = new StringBuilder();
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            content.append(text.charAt(at++));
        }
        return new QuotedString(content.toString(), Math.min(at + 1, text.length()));
    }
}
