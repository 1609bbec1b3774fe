package posthorn.launcher;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A number of octets as people write it: {@code 500MB}, {@code 10 GB}, {@code 4096}. */
final class OctetSize {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kKMGT]?)B?");

    private OctetSize() {}

    /** Units are powers of 1000; empty: the text is no size, or larger than a long. */
    static OptionalLong parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        long unit =
                switch (size.group(2)) {
                    case "k", "K" -> 1_000L;
                    case "M" -> 1_000_000L;
                    case "G" -> 1_000_000_000L;
                    case "T" -> 1_000_000_000_000L;
                    default -> 1L;
                };
        try {
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(size.group(1)), unit));
        } catch (ArithmeticException larger) {
            return OptionalLong.empty();
        }
    }

    /**
     * What an option says; 0 for {@code none}.
     *
     * @throws ParameterException when it is no size
     */
    static long of(CommandSpec spec, String text) {
        return text.equals("none")
                ? 0
                : parse(text)
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "'"
                                                + text
                                                + "' is no size: give one as in 500MB, or none"));
    }
}
