package posthorn.protocol.smtp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From a line to a {@link Command} (RFC 5321 §4.1.1).
 *
 * <pre>
 * line      = verb [SP argument]
 * mail      = "MAIL FROM:" Reverse-path [SP parameters]
 * rcpt      = "RCPT TO:" ( Forward-path ) [SP parameters]
 * parameters = parameter *(SP parameter)
 * parameter = keyword ["=" value]
 * auth      = "AUTH" SP mechanism [SP initial-response]
 * bdat      = "BDAT" SP chunk-size [SP "LAST"]
 * xclient   = "XCLIENT" 1*(SP parameter)
 * </pre>
 */
final class CommandParser {
    private static final EnhancedStatus SYNTAX = EnhancedStatus.of("5.5.2");
    private static final EnhancedStatus ARGUMENT = EnhancedStatus.of("5.5.4");
    private static final EnhancedStatus BAD_SENDER = EnhancedStatus.of("5.1.7");
    private static final EnhancedStatus BAD_RECIPIENT = EnhancedStatus.of("5.1.3");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final Pattern MECHANISM = Pattern.compile("[A-Z0-9_-]{1,20}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=]+");
    private static final Pattern CHUNK =
            Pattern.compile("([0-9]{1,40})(?: +(LAST))?", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_VERB = 16;
    private static final int LONGEST_CLIENT = 255;

    private final String verb;
    private final String argument;

    private CommandParser(String verb, String argument) {
        this.verb = verb;
        this.argument = argument;
    }

    static Command parse(byte[] line) {
        try {
            return parse(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString());
        } catch (CharacterCodingException e) {
            String verb = verb(new String(line, StandardCharsets.ISO_8859_1));
            return new Command.Malformed(verb, Reply.of(501, SYNTAX, "The line is not UTF-8"));
        }
    }

    static Command parse(String line) {
        String text = line.stripTrailing();
        int space = text.indexOf(' ');
        String argument = space < 0 ? "" : text.substring(space + 1).stripLeading();
        CommandParser parser = new CommandParser(verb(text), argument);
        try {
            return parser.command();
        } catch (SyntaxException e) {
            Reply reply = Reply.of(501, e.status(), "Syntax error: " + e.reason());
            return new Command.Malformed(parser.verb, reply);
        }
    }

    static String join(String head, List<EsmtpParameter> parameters) {
        StringBuilder line = new StringBuilder(head);
        parameters.forEach(p -> line.append(' ').append(p.encode()));
        return line.toString();
    }

    static String join(String head, String argument) {
        return argument.isEmpty() ? head : head + " " + argument;
    }

    private static String verb(String line) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        String cut = word.length() > LONGEST_VERB ? word.substring(0, LONGEST_VERB) : word;
        return UNPRINTABLE.matcher(cut).replaceAll("?").toUpperCase(Locale.ROOT);
    }

    private Command command() {
        return switch (verb) {
            case "EHLO" -> new Command.Ehlo(client());
            case "HELO" -> new Command.Helo(client());
            case "MAIL" -> mail();
            case "RCPT" -> rcpt();
            case "DATA" -> bare(Command.Data::new);
            case "BDAT" -> bdat();
            case "XCLIENT" -> xclient();
            case "RSET" -> bare(Command.Rset::new);
            case "QUIT" -> bare(Command.Quit::new);
            case "STARTTLS" -> bare(Command.StartTls::new);
            case "NOOP" -> new Command.Noop(text());
            case "HELP" -> new Command.Help(text());
            case "VRFY" -> vrfy();
            case "EXPN" -> new Command.Expn(text());
            case "AUTH" -> auth();
            default -> new Command.Unknown(verb);
        };
    }

    private Command bare(Supplier<Command> command) {
        if (!argument.isEmpty()) {
            throw new SyntaxException(ARGUMENT, verb + " takes no argument");
        }
        return command.get();
    }

    private String text() {
        if (!argument.chars().allMatch(c -> Chars.isText((char) c))) {
            throw new SyntaxException(ARGUMENT, "a control character");
        }
        return argument;
    }

    private String client() {
        boolean word =
                argument.chars().allMatch(c -> c != ' ' && c != '\t' && Chars.isText((char) c));
        if (argument.isEmpty() || !word || argument.length() > LONGEST_CLIENT) {
            throw new SyntaxException(ARGUMENT, verb + " needs the name of your host");
        }
        return argument;
    }

    private Command vrfy() {
        if (argument.isEmpty()) {
            throw new SyntaxException(ARGUMENT, "VRFY needs an address");
        }
        return new Command.Vrfy(text());
    }

    private Command auth() {
        String[] words = SPACES.split(argument, -1);
        String mechanism = words[0].toUpperCase(Locale.ROOT);
        if (words.length > 2 || !MECHANISM.matcher(mechanism).matches()) {
            throw new SyntaxException(ARGUMENT, "AUTH needs a mechanism and at most one response");
        }
        if (words.length == 2 && !BASE64.matcher(words[1]).matches()) {
            throw new SyntaxException(SYNTAX, "the initial response is not base64");
        }
        return new Command.Auth(
                mechanism, words.length == 2 ? Optional.of(words[1]) : Optional.empty());
    }

    private Command bdat() {
        Matcher chunk = CHUNK.matcher(argument);
        if (!chunk.matches()) {
            throw new SyntaxException(ARGUMENT, "BDAT needs the octets of the chunk");
        }
        BigInteger octets = new BigInteger(chunk.group(1));
        return new Command.Bdat(
                octets.bitLength() < Long.SIZE ? octets.longValue() : Long.MAX_VALUE,
                chunk.group(2) != null);
    }

    private Command xclient() {
        List<EsmtpParameter> attributes = parameters(" " + argument);
        if (attributes.isEmpty() || attributes.stream().anyMatch(a -> a.value().isEmpty())) {
            throw new SyntaxException(ARGUMENT, "XCLIENT needs attributes with values");
        }
        return new Command.Xclient(attributes);
    }

    private Command mail() {
        AddressScanner scanner = behind("FROM:");
        ReversePath path = path(BAD_SENDER, scanner::reversePath);
        return new Command.Mail(path, parameters(argument.substring(scanner.position())));
    }

    private Command rcpt() {
        AddressScanner scanner = behind("TO:");
        ForwardPath path = path(BAD_RECIPIENT, scanner::forwardPath);
        return new Command.Rcpt(path, parameters(argument.substring(scanner.position())));
    }

    private AddressScanner behind(String word) {
        if (!argument.regionMatches(true, 0, word, 0, word.length())) {
            throw new SyntaxException(ARGUMENT, verb + " " + word + "<address> is expected");
        }
        int from = word.length();
        while (from < argument.length() && argument.charAt(from) == ' ') {
            from++;
        }
        return new AddressScanner(argument, from);
    }

    private static <T> T path(EnhancedStatus status, Supplier<T> rule) {
        try {
            return rule.get();
        } catch (SyntaxException e) {
            throw new SyntaxException(status, e.reason());
        }
    }

    private static List<EsmtpParameter> parameters(String rest) {
        if (rest.isBlank()) {
            return List.of();
        }
        if (rest.charAt(0) != ' ') {
            throw new SyntaxException(ARGUMENT, "a space is expected behind '>'");
        }
        List<EsmtpParameter> parameters = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String word : SPACES.split(rest.strip())) {
            EsmtpParameter parameter =
                    EsmtpParameter.parse(word).orElseThrow(() -> bad("a bad parameter"));
            if (!seen.add(parameter.keyword())) {
                throw bad("the parameter " + parameter.keyword() + " came twice");
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    private static SyntaxException bad(String reason) {
        return new SyntaxException(ARGUMENT, reason);
    }
}
