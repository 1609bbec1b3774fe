package posthorn.ingress.session;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.smtp.Xtext;

/**
 * What the parameters of MAIL say: SIZE (RFC 1870 §6), BODY (RFC 6152 §3), SMTPUTF8 (RFC 6531
 * §3.4), AUTH (RFC 4954 §5; read and dropped, since nobody is trusted to say it).
 *
 * @param size octets that the client announced
 * @param eightBit BODY=8BITMIME
 * @param smtpUtf8 SMTPUTF8
 */
record MailOptions(OptionalLong size, boolean eightBit, boolean smtpUtf8) {

    /** Options, or why they are none. */
    sealed interface Reading {
        /**
         * They are understood.
         *
         * @param options which
         */
        record Understood(MailOptions options) implements Reading {}

        /**
         * They are not.
         *
         * @param reason why
         * @param reply with the parameter's name
         */
        record Refused(RejectReason reason, Reply reply) implements Reading {}
    }

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");
    private static final MailOptions NONE = new MailOptions(OptionalLong.empty(), false, false);

    /**
     * Reads parameters.
     *
     * @param extended the client said EHLO; HELO knows no parameters
     * @param auth AUTH was announced
     */
    static Reading read(List<EsmtpParameter> parameters, boolean extended, boolean auth) {
        MailOptions options = NONE;
        for (EsmtpParameter parameter : parameters) {
            String keyword = parameter.keyword();
            if (!extended || !isKnown(keyword, auth)) {
                return refused(RejectReason.UNKNOWN_PARAMETER, keyword);
            }
            Optional<MailOptions> next = options.with(keyword, parameter.value());
            if (next.isEmpty()) {
                return refused(RejectReason.BAD_PARAMETER, keyword);
            }
            options = next.get();
        }
        return new Reading.Understood(options);
    }

    private static Reading refused(RejectReason reason, String keyword) {
        return new Reading.Refused(reason, reason.reply(keyword));
    }

    private static boolean isKnown(String keyword, boolean auth) {
        return switch (keyword) {
            case "SIZE", "BODY", "SMTPUTF8" -> true;
            case "AUTH" -> auth;
            default -> false;
        };
    }

    private Optional<MailOptions> with(String keyword, Optional<String> value) {
        return switch (keyword) {
            case "SIZE" ->
                    value.filter(v -> DIGITS.matcher(v).matches())
                            .map(MailOptions::octets)
                            .map(n -> new MailOptions(OptionalLong.of(n), eightBit, smtpUtf8));
            case "BODY" ->
                    value.map(v -> v.toUpperCase(Locale.ROOT))
                            .filter(v -> v.equals("7BIT") || v.equals("8BITMIME"))
                            .map(v -> new MailOptions(size, v.equals("8BITMIME"), smtpUtf8));
            case "SMTPUTF8" ->
                    value.isPresent()
                            ? Optional.empty()
                            : Optional.of(new MailOptions(size, eightBit, true));
            default -> value.flatMap(Xtext::decode).filter(MailOptions::isPath).map(v -> this);
        };
    }

    /** Twenty digits may be more than a long holds; so much is too much anyway. */
    private static Long octets(String digits) {
        BigInteger octets = new BigInteger(digits);
        return octets.bitLength() < Long.SIZE ? octets.longValue() : Long.MAX_VALUE;
    }

    private static boolean isPath(String text) {
        return text.equals("<>") || ReversePath.parse(text).isPresent();
    }
}
