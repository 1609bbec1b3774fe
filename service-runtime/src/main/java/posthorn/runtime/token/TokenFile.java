package posthorn.runtime.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;

/**
 * A file of tokens, one on each line: a bare token, or {@code name:token}. Blank lines and those
 * that begin with {@code #} say nothing. The file is read again when it is used and has not been
 * looked at for a while; while it cannot be used the tokens that it had before stay valid, and the
 * log says so. A token in whose place another one has come stays valid for an overlap, since others
 * read the file earlier or later; one that was only taken away is not valid any more. Any thread.
 */
public final class TokenFile {

    private static final Logger LOG = Logger.getLogger(TokenFile.class);
    private static final String BEARER = "Bearer ";
    private static final int SHORTEST = 16;
    private static final int MOST = 32;
    private static final long LARGEST = 65_536;
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._@-]{0,63}):(.*)");

    private final String key;
    private final Path file;
    private final String kind;
    private final long everyNanos;
    private final long overlapNanos;
    private final LongSupplier nanos;
    private final AtomicLong looked;
    private volatile List<Token> tokens;
    private volatile Replaced replaced = new Replaced(List.of(), 0);
    private volatile String complaint = "";

    /** Tokens that were replaced, and until when they stay valid. */
    private record Replaced(List<Token> tokens, long untilNanos) {}

    /**
     * The tokens, read at once.
     *
     * @param key the setting that named the file, for errors
     * @param kind name of tokens that the file gives none
     * @param every how long what was read counts before the file is looked at again
     * @param overlap how long a token that was replaced stays valid
     * @throws BadSetting when the file cannot be read, holds no token, or one of fewer than 16
     *     characters
     */
    public TokenFile(String key, Path file, String kind, Duration every, Duration overlap) {
        this(key, file, kind, every, overlap, System::nanoTime);
    }

    TokenFile(
            String key,
            Path file,
            String kind,
            Duration every,
            Duration overlap,
            LongSupplier nanos) {
        this.key = key;
        this.file = file;
        this.kind = kind;
        this.everyNanos = every.toNanos();
        this.overlapNanos = overlap.toNanos();
        this.nanos = nanos;
        this.looked = new AtomicLong(nanos.getAsLong());
        this.tokens = read(key, file, kind);
    }

    /** All tokens that are valid now: those of the file in its order, then replaced ones. */
    public List<Token> tokens() {
        long before = looked.get();
        long now = nanos.getAsLong();
        if (now - before >= everyNanos && looked.compareAndSet(before, now)) {
            look();
        }
        Replaced old = replaced;
        if (old.tokens().isEmpty() || now - old.untilNanos() >= 0) {
            return tokens;
        }
        return Stream.concat(tokens.stream(), old.tokens().stream()).toList();
    }

    /**
     * The token that an Authorization field shows (RFC 6750 §2.1); none: it shows none of these.
     *
     * @param authorization null: there is no such field
     */
    public Optional<Token> shownIn(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return Optional.empty();
        }
        String shown = authorization.substring(BEARER.length());
        return tokens().stream().filter(token -> token.is(shown)).findFirst();
    }

    private void look() {
        try {
            List<Token> read = read(key, file, kind);
            if (!read.equals(tokens)) {
                replace(read);
                LOG.infof("%s has changed: %d token(s) are valid now", file, read.size());
            }
            complaint = "";
        } catch (BadSetting e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(complaint)) {
                complaint = problem;
                LOG.errorf("the tokens in use stay valid: %s", problem);
            }
        }
    }

    private void replace(List<Token> read) {
        List<Token> before = tokens;
        boolean another = read.stream().anyMatch(token -> isMissing(token, before));
        List<Token> gone = before.stream().filter(token -> isMissing(token, read)).toList();
        replaced = new Replaced(another ? gone : List.of(), nanos.getAsLong() + overlapNanos);
        tokens = read;
    }

    private static boolean isMissing(Token token, List<Token> among) {
        return among.stream().noneMatch(other -> other.is(token.value()));
    }

    /** What a file holds; its arguments are those of the constructor. */
    public static List<Token> read(String key, Path file, String kind) {
        List<String> lines;
        try {
            if (Files.size(file) > LARGEST) {
                throw new BadSetting(key, "is " + file + ", which is no file of tokens");
            }
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new BadSetting(key, "is " + file + ", which cannot be read");
        }
        List<Token> read =
                lines.stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(line -> token(line, kind))
                        .toList();
        boolean good =
                !read.isEmpty()
                        && read.size() <= MOST
                        && read.stream().allMatch(token -> token.value().length() >= SHORTEST);
        if (!good) {
            throw new BadSetting(
                    key,
                    file
                            + " has to hold 1 to "
                            + MOST
                            + " tokens of at least "
                            + SHORTEST
                            + " characters, one on each line");
        }
        return read;
    }

    private static Token token(String line, String kind) {
        Matcher named = NAMED.matcher(line);
        return named.matches()
                ? new Token(named.group(1), named.group(2).strip())
                : new Token(kind, line);
    }
}
