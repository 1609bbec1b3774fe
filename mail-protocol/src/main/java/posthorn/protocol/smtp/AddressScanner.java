package posthorn.protocol.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * A reader of addresses and paths, from left to right (RFC 5321 §4.1.2, RFC 6531 §3.3).
 *
 * <pre>
 * Reverse-path   = Path / "&lt;&gt;"
 * Forward-path   = Path / "&lt;Postmaster&gt;"
 * Path           = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"
 * A-d-l          = At-domain *( "," At-domain )
 * At-domain      = "@" Domain
 * Mailbox        = Local-part "@" ( Domain / address-literal )
 * Local-part     = Dot-string / Quoted-string
 * Dot-string     = Atom *("." / Atom)     ; real senders have a..b@ and a.@
 * Quoted-string  = DQUOTE *QcontentSMTP DQUOTE
 * Domain         = sub-domain *("." sub-domain)
 * address-literal = "[" ( IPv4 / IPv6 / General ) "]"
 * </pre>
 */
final class AddressScanner {
    private static final EnhancedStatus BAD_SYNTAX = EnhancedStatus.of("5.5.2");
    private static final char END = '\uffff';

    private final String text;
    private int at;

    AddressScanner(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** What a rule reads from the whole of a text; empty when it does not match it. */
    static <T> Optional<T> whole(String text, Function<AddressScanner, T> rule) {
        AddressScanner scanner = new AddressScanner(text, 0);
        try {
            T value = rule.apply(scanner);
            return scanner.at == text.length() ? Optional.of(value) : Optional.empty();
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    /** Where the next character stands. */
    int position() {
        return at;
    }

    ReversePath reversePath() {
        expect('<', "an address in angle brackets is expected");
        if (peek() == '>') {
            at++;
            return ReversePath.NULL;
        }
        Mailbox address = routed();
        expect('>', "'>' is expected behind the address");
        return new ReversePath.Sender(address);
    }

    ForwardPath forwardPath() {
        expect('<', "an address in angle brackets is expected");
        int end = text.indexOf('>', at);
        if (end > at && text.substring(at, end).equalsIgnoreCase("postmaster")) {
            ForwardPath path = new ForwardPath.Postmaster(text.substring(at, end));
            at = end + 1;
            return path;
        }
        Mailbox address = routed();
        expect('>', "'>' is expected behind the address");
        return new ForwardPath.Recipient(address);
    }

    Mailbox mailbox() {
        int start = at;
        LocalPart local = peek() == '"' ? quotedString() : dotString();
        expect('@', "'@' and a domain are expected");
        Mailbox address = new Mailbox(local, domain());
        int octets = text.substring(start, at).getBytes(StandardCharsets.UTF_8).length;
        if (octets > Mailbox.LONGEST) {
            throw failure("the address is too long");
        }
        return address;
    }

    Domain domain() {
        return peek() == '[' ? literal() : name();
    }

    private Mailbox routed() {
        if (peek() == '@') {
            sourceRoute();
        }
        return mailbox();
    }

    /** Read and dropped (RFC 5321 §C). */
    private void sourceRoute() {
        do {
            expect('@', "'@' is expected in a source route");
            domain();
        } while (take(','));
        expect(':', "':' is expected behind a source route");
    }

    /** Dots that follow each other or stand at the end are taken as if the whole were quoted. */
    private LocalPart dotString() {
        int start = at;
        run(c -> Chars.isAtext((char) c), "a local part is expected");
        while (at < text.length() && (peek() == '.' || Chars.isAtext(peek()))) {
            at++;
        }
        return new LocalPart(text.substring(start, at));
    }

    private LocalPart quotedString() {
        expect('"', "a quote is expected");
        StringBuilder value = new StringBuilder();
        while (!take('"')) {
            char c = peek();
            if (c == '\\') {
                at++;
                value.append(next(Chars::isQuotable));
            } else {
                value.append(next(Chars::isQtext));
            }
        }
        return new LocalPart(value.toString());
    }

    private char next(CharPredicate allowed) {
        char c = peek();
        if (c == END || !allowed.test(c)) {
            throw failure("a character that cannot stand in a quoted local part");
        }
        at++;
        return c;
    }

    private Domain literal() {
        expect('[', "'[' is expected");
        int start = at;
        run(c -> Chars.isDcontent((char) c), "an address literal is expected");
        String content = text.substring(start, at);
        expect(']', "']' is expected behind an address literal");
        if (!AddressLiteral.isLiteral(content)) {
            throw failure("what stands in brackets is no address");
        }
        return new AddressLiteral(content);
    }

    private Domain name() {
        int start = at;
        run(
                c -> Chars.isLetDig((char) c) || c == '-' || c == '_' || c == '.',
                "a domain is expected");
        String name = text.substring(start, at);
        return DomainName.parse(name).orElseThrow(() -> failure("no domain name"));
    }

    private void run(IntPredicate allowed, String what) {
        int start = at;
        while (at < text.length() && allowed.test(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw failure(what);
        }
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c, String otherwise) {
        if (!take(c)) {
            throw failure(otherwise);
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private static SyntaxException failure(String reason) {
        return new SyntaxException(BAD_SYNTAX, reason);
    }

    /** A character class. */
    private interface CharPredicate {
        boolean test(char c);
    }
}
