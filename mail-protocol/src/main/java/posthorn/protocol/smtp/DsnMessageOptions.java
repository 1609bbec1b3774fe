package posthorn.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a sender wants of the notifications about a message: RET and ENVID of MAIL (RFC 3461 §4.3,
 * §4.4).
 *
 * @param returned how much of it comes back; empty: the sender does not say
 * @param envelopeId the sender's own name for the transaction, decoded: printable ASCII and spaces,
 *     not empty; empty: none
 */
public record DsnMessageOptions(Optional<DsnReturn> returned, Optional<String> envelopeId) {
    /** The sender wants nothing in particular. */
    public static final DsnMessageOptions NONE =
            new DsnMessageOptions(Optional.empty(), Optional.empty());

    private static final String RET = "RET";
    private static final String ENVID = "ENVID";

    /** Characters of the value of ENVID. */
    private static final int LONGEST_ENVID = 100;

    /** Whether a keyword of MAIL, in upper case, is one of these. */
    public static boolean isKeyword(String keyword) {
        return keyword.equals(RET) || keyword.equals(ENVID);
    }

    /**
     * The same with what a parameter says; empty when its value is none.
     *
     * @param parameter with one of the keywords
     */
    public Optional<DsnMessageOptions> with(EsmtpParameter parameter) {
        String value = parameter.value().orElse("");
        return switch (parameter.keyword()) {
            case RET ->
                    switch (value.toUpperCase(Locale.ROOT)) {
                        case "FULL" -> Optional.of(returning(DsnReturn.FULL));
                        case "HDRS" -> Optional.of(returning(DsnReturn.HDRS));
                        default -> Optional.empty();
                    };
            case ENVID ->
                    Optional.of(value)
                            .filter(v -> v.length() <= LONGEST_ENVID)
                            .flatMap(Xtext::decode)
                            .filter(id -> !id.isEmpty() && Chars.isPrintable(id))
                            .map(id -> new DsnMessageOptions(returned, Optional.of(id)));
            default -> throw new IllegalArgumentException(parameter.keyword());
        };
    }

    private DsnMessageOptions returning(DsnReturn how) {
        return new DsnMessageOptions(Optional.of(how), envelopeId);
    }

    /** As parameters of MAIL, for a host that offers DSN. */
    public List<EsmtpParameter> parameters() {
        List<EsmtpParameter> parameters = new ArrayList<>();
        returned.ifPresent(how -> parameters.add(EsmtpParameter.of(RET, how.name())));
        envelopeId.ifPresent(id -> parameters.add(EsmtpParameter.of(ENVID, Xtext.encode(id))));
        return parameters;
    }
}
