package posthorn.imap.grammar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one whole command (RFC 3501 §9). A cursor over its octets: each method takes what
 * it names, or throws.
 *
 * <pre>
 * atom       = 1*ATOM-CHAR       ; no CTL, no 8-bit, none of ( ) { SP % * " \ ]
 * astring    = 1*ASTRING-CHAR / string           ; ASTRING-CHAR = ATOM-CHAR / "]"
 * string     = quoted / literal
 * quoted     = DQUOTE *QUOTED-CHAR DQUOTE
 * literal    = "{" number ["+"] "}" CRLF *CHAR8
 * </pre>
 */
final class ImapTokens {

    private static final String ATOM_SPECIALS = "(){ %*\"\\]";

    private final byte[] in;
    private final int end;
    private int at;

    ImapTokens(byte[] in, int from, int end) {
        this.in = in;
        this.at = from;
        this.end = end;
    }

    boolean atEnd() {
        return at == end;
    }

    int position() {
        return at;
    }

    /** Next octet; -1 at the end. */
    int peek() {
        return at < end ? in[at] & 0xff : -1;
    }

    boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Takes the word if it is next, without regard to case. */
    boolean takeWord(String word) {
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (upper(in[at + i]) != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private static int upper(byte b) {
        return b >= 'a' && b <= 'z' ? b - 32 : b;
    }

    void expect(char c) throws BadSyntax {
        if (!take(c)) {
            throw new BadSyntax(c == ' ' ? "Space expected" : "Expected " + c);
        }
    }

    void space() throws BadSyntax {
        expect(' ');
    }

    void end() throws BadSyntax {
        if (at != end) {
            throw new BadSyntax("Too many arguments");
        }
    }

    /** Tag: {@code 1*<any ASTRING-CHAR except "+">}. */
    String tag() throws BadSyntax {
        int from = at;
        while (at < end && isAstringChar(in[at]) && in[at] != '+') {
            at++;
        }
        return some(from, "Tag expected");
    }

    String atom() throws BadSyntax {
        int from = at;
        while (at < end && isAtomChar(in[at])) {
            at++;
        }
        return some(from, "Word expected");
    }

    /** An atom in capitals. */
    String word() throws BadSyntax {
        return atom().toUpperCase(Locale.ROOT);
    }

    private String some(int from, String otherwise) throws BadSyntax {
        if (at == from) {
            throw new BadSyntax(otherwise);
        }
        return octets(from, at);
    }

    private String octets(int from, int to) {
        return new String(in, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Octets of an astring. */
    String astring() throws BadSyntax {
        if (isString()) {
            return string();
        }
        int from = at;
        while (at < end && isAstringChar(in[at])) {
            at++;
        }
        return some(from, "String expected");
    }

    /** Octets of a {@code list-mailbox}: an astring in which wildcards need no quotes. */
    String listMailbox() throws BadSyntax {
        if (isString()) {
            return string();
        }
        int from = at;
        while (at < end && (isAstringChar(in[at]) || in[at] == '%' || in[at] == '*')) {
            at++;
        }
        return some(from, "Mailbox pattern expected");
    }

    boolean isString() {
        return peek() == '"' || peek() == '{';
    }

    String string() throws BadSyntax {
        return peek() == '{' ? literal() : quoted();
    }

    /** Octets of a string; null for NIL. */
    @Nullable String nstring() throws BadSyntax {
        if (isString()) {
            return string();
        }
        if (word().equals("NIL")) {
            return null;
        }
        throw new BadSyntax("String or NIL expected");
    }

    private String quoted() throws BadSyntax {
        expect('"');
        int from = at;
        while (at < end && in[at] != '"' && in[at] != '\\' && isText(in[at])) {
            at++;
        }
        if (peek() == '"') {
            return octets(from, at++);
        }
        StringBuilder content = new StringBuilder(octets(from, at));
        while (!take('"')) {
            if (take('\\') && peek() != '"' && peek() != '\\') {
                throw new BadSyntax("Only \\ and \" may follow a backslash in a string");
            }
            if (at == end || !isText(in[at])) {
                throw new BadSyntax("String without its closing quote");
            }
            content.append((char) (in[at++] & 0xff));
        }
        return content.toString();
    }

    private static boolean isText(byte b) {
        return b != 0 && b != '\r' && b != '\n';
    }

    private String literal() throws BadSyntax {
        expect('{');
        long length = number();
        take('+');
        expect('}');
        take('\r');
        expect('\n');
        if (length > end - at) {
            throw new BadSyntax("Literal is not whole");
        }
        at += (int) length;
        for (int i = at - (int) length; i < at; i++) {
            if (in[i] == 0) {
                throw new BadSyntax("NUL in a literal");
            }
        }
        return octets(at - (int) length, at);
    }

    /** A number of 32 bits (RFC 3501 §9). */
    long number() throws BadSyntax {
        long n = number64();
        if (n > 0xFFFF_FFFFL) {
            throw new BadSyntax("Number is too large");
        }
        return n;
    }

    /** A number of 63 bits (RFC 7162 §7 {@code mod-sequence-valzer}). */
    long number64() throws BadSyntax {
        int from = at;
        long n = 0;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            int digit = in[at++] - '0';
            if (n > (Long.MAX_VALUE - digit) / 10) {
                throw new BadSyntax("Number is too large");
            }
            n = 10 * n + digit;
        }
        if (at == from) {
            throw new BadSyntax("Number expected");
        }
        return n;
    }

    boolean isDigit() {
        return peek() >= '0' && peek() <= '9';
    }

    /** A sequence set (RFC 3501 §9). */
    SequenceSet sequenceSet() throws BadSyntax {
        java.util.ArrayList<SequenceSet.Range> ranges = new java.util.ArrayList<>();
        do {
            long a = sequenceNumber();
            ranges.add(new SequenceSet.Range(a, take(':') ? sequenceNumber() : a));
        } while (take(','));
        return new SequenceSet(java.util.List.copyOf(ranges));
    }

    private long sequenceNumber() throws BadSyntax {
        if (take('*')) {
            return SequenceSet.STAR;
        }
        long n = number();
        if (n == 0) {
            throw new BadSyntax("Message numbers begin with 1");
        }
        return n;
    }

    /** Name of a mailbox. */
    String mailbox() throws BadSyntax {
        return name(astring());
    }

    /**
     * A pattern of LIST as it stands on the wire: it need not be the modified UTF-7 of anything,
     * since a wildcard may stand within an encoded run.
     */
    String pattern() throws BadSyntax {
        String wire = listMailbox();
        if (wire.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new BadSyntax(
                    BadSyntax.Response.CANNOT, "Mailbox name is not valid modified UTF-7");
        }
        return wire;
    }

    /** Unicode form of a name. */
    static String name(String wire) throws BadSyntax {
        String name = MailboxNames.decode(wire);
        if (name == null) {
            throw new BadSyntax(
                    BadSyntax.Response.CANNOT, "Mailbox name is not valid modified UTF-7");
        }
        return name;
    }

    /** A flag: keyword, or a name after a backslash. */
    String flag() throws BadSyntax {
        return take('\\') ? "\\" + atom() : atom();
    }

    /** Unicode of octets in UTF-8. */
    static String utf8(String octets) throws BadSyntax {
        try {
            byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new BadSyntax("Text is not valid UTF-8");
        }
    }

    static boolean isAtomChar(byte b) {
        return b > 0x20 && b < 0x7f && ATOM_SPECIALS.indexOf(b) < 0;
    }

    static boolean isAstringChar(byte b) {
        return isAtomChar(b) || b == ']';
    }
}
