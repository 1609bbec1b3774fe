package posthorn.protocol.smtp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a sender wants to be told about a recipient, and for whom the message was meant first:
 * NOTIFY and ORCPT of RCPT (RFC 3461 §4.1, §4.2).
 *
 * @param conditions when a notification is wanted; {@link DsnCondition#NEVER} stands alone; empty:
 *     the sender does not say
 * @param original for whom the message was meant first; empty: the sender does not say
 */
public record DsnRecipientOptions(
        Set<DsnCondition> conditions, Optional<OriginalRecipient> original) {
    /** The sender wants nothing in particular. */
    public static final DsnRecipientOptions NONE =
            new DsnRecipientOptions(Set.of(), Optional.empty());

    private static final String NOTIFY = "NOTIFY";
    private static final String ORCPT = "ORCPT";

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException when NEVER does not stand alone
     */
    public DsnRecipientOptions {
        if (conditions.size() > 1 && conditions.contains(DsnCondition.NEVER)) {
            throw new IllegalArgumentException("NEVER stands alone: " + conditions);
        }
        EnumSet<DsnCondition> copy = EnumSet.noneOf(DsnCondition.class);
        copy.addAll(conditions);
        conditions = Collections.unmodifiableSet(copy);
    }

    /** Whether a keyword of RCPT, in upper case, is one of these. */
    public static boolean isKeyword(String keyword) {
        return keyword.equals(NOTIFY) || keyword.equals(ORCPT);
    }

    /**
     * The same with what a parameter says; empty when its value is none.
     *
     * @param parameter with one of the keywords
     * @param utf8 whether MAIL had SMTPUTF8, so that characters above 127 may stand in ORCPT
     */
    public Optional<DsnRecipientOptions> with(EsmtpParameter parameter, boolean utf8) {
        String value = parameter.value().orElse("");
        return switch (parameter.keyword()) {
            case NOTIFY -> read(value).map(set -> new DsnRecipientOptions(set, original));
            case ORCPT ->
                    OriginalRecipient.parse(value, utf8)
                            .map(who -> new DsnRecipientOptions(conditions, Optional.of(who)));
            default -> throw new IllegalArgumentException(parameter.keyword());
        };
    }

    /** {@code NEVER}, or a list of the other words with commas. */
    private static Optional<Set<DsnCondition>> read(String value) {
        Set<DsnCondition> set = EnumSet.noneOf(DsnCondition.class);
        for (String word : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            boolean fresh =
                    switch (word) {
                        case "NEVER" -> set.add(DsnCondition.NEVER);
                        case "SUCCESS" -> set.add(DsnCondition.SUCCESS);
                        case "FAILURE" -> set.add(DsnCondition.FAILURE);
                        case "DELAY" -> set.add(DsnCondition.DELAY);
                        default -> false;
                    };
            if (!fresh) {
                return Optional.empty();
            }
        }
        boolean neverAndMore = set.size() > 1 && set.contains(DsnCondition.NEVER);
        return neverAndMore ? Optional.empty() : Optional.of(set);
    }

    /** As parameters of RCPT, for a host that offers DSN. */
    public List<EsmtpParameter> parameters() {
        List<EsmtpParameter> parameters = new ArrayList<>();
        if (!conditions.isEmpty()) {
            String words = conditions.stream().map(Enum::name).collect(Collectors.joining(","));
            parameters.add(EsmtpParameter.of(NOTIFY, words));
        }
        original.ifPresent(who -> parameters.add(EsmtpParameter.of(ORCPT, who.encode())));
        return parameters;
    }
}
