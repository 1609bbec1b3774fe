package posthorn.ingress.session;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import posthorn.protocol.smtp.DsnMessageOptions;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.smtp.Xtext;

/**
 * What the parameters of MAIL say: SIZE (RFC 1870 §6), BODY (RFC 6152 §3, RFC 3030 §3), SMTPUTF8
 * (RFC 6531 §3.4), RET and ENVID (RFC 3461), REQUIRETLS (RFC 8689 §2), AUTH (RFC 4954 §5; read and
 * dropped, since nobody is trusted to say it).
 *
 * @param size octets that the client announced
 * @param eightBit BODY=8BITMIME or BINARYMIME
 * @param binary BODY=BINARYMIME
 * @param smtpUtf8 SMTPUTF8
 * @param dsn RET and ENVID
 * @param requireTls REQUIRETLS
 */
record MailOptions(
        OptionalLong size,
        boolean eightBit,
        boolean binary,
        boolean smtpUtf8,
        DsnMessageOptions dsn,
        boolean requireTls) {

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
    private static final MailOptions NONE =
            new MailOptions(
                    OptionalLong.empty(), false, false, false, DsnMessageOptions.NONE, false);

    /**
     * Reads parameters.
     *
     * @param extended the client said EHLO; HELO knows no parameters
     * @param auth AUTH was announced
     * @param tls TLS stands, and REQUIRETLS was announced
     */
    static Reading read(
            List<EsmtpParameter> parameters, boolean extended, boolean auth, boolean tls) {
        MailOptions options = NONE;
        for (EsmtpParameter parameter : parameters) {
            String keyword = parameter.keyword();
            if (!extended || !isKnown(keyword, auth, tls)) {
                return refused(RejectReason.UNKNOWN_PARAMETER, keyword);
            }
            Optional<MailOptions> next = options.with(parameter);
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

    private static boolean isKnown(String keyword, boolean auth, boolean tls) {
        return switch (keyword) {
            case "SIZE", "BODY", "SMTPUTF8" -> true;
            case "AUTH" -> auth;
            case "REQUIRETLS" -> tls;
            default -> DsnMessageOptions.isKeyword(keyword);
        };
    }

    private Optional<MailOptions> with(EsmtpParameter parameter) {
        Optional<String> value = parameter.value();
        return switch (parameter.keyword()) {
            case "SIZE" ->
                    value.filter(v -> DIGITS.matcher(v).matches())
                            .map(MailOptions::octets)
                            .map(n -> withSize(n));
            case "BODY" -> value.map(v -> v.toUpperCase(Locale.ROOT)).flatMap(this::withBody);
            case "SMTPUTF8" ->
                    value.isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    new MailOptions(size, eightBit, binary, true, dsn, requireTls));
            case "REQUIRETLS" ->
                    value.isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    new MailOptions(size, eightBit, binary, smtpUtf8, dsn, true));
            case "AUTH" -> value.flatMap(Xtext::decode).filter(MailOptions::isPath).map(v -> this);
            default ->
                    dsn.with(parameter)
                            .map(d ->
                                    new MailOptions(
                                            size, eightBit, binary, smtpUtf8, d, requireTls));
        };
    }

    private MailOptions body(boolean eight, boolean asBinary) {
        return new MailOptions(size, eight, asBinary, smtpUtf8, dsn, requireTls);
    }

    private MailOptions withSize(long octets) {
        return new MailOptions(
                OptionalLong.of(octets), eightBit, binary, smtpUtf8, dsn, requireTls);
    }

    private Optional<MailOptions> withBody(String type) {
        return switch (type) {
            case "7BIT" -> Optional.of(body(false, false));
            case "8BITMIME" -> Optional.of(body(true, false));
            case "BINARYMIME" -> Optional.of(body(true, true));
            default -> Optional.empty();
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
