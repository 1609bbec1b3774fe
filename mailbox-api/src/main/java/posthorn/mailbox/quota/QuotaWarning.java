package posthorn.mailbox.quota;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.QuotaUsage;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.explanation.OwnMessages;
import posthorn.protocol.mime.TextMessage;

/**
 * The message that tells an owner how full the account is. Pure.
 *
 * @param address of the account
 * @param level that is told
 * @param languages in which it is told, one behind the other; at least one
 */
record QuotaWarning(
        String address,
        QuotaLevel level,
        QuotaUsage usage,
        QuotaLimits limits,
        List<Language> languages) {

    private static final String SECTION = "quota";
    private static final String RULE = "-".repeat(60);
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    /**
     * Its octets.
     *
     * @param id unique
     */
    byte[] toOctets(String id, Instant at) {
        String domain = address.substring(address.lastIndexOf('@') + 1);
        return new TextMessage(
                        "Postmaster <postmaster@" + domain + ">",
                        "<" + address + ">",
                        languages.stream()
                                .map(language -> say(language, "subject"))
                                .collect(Collectors.joining(" / ")),
                        languages.stream()
                                .map(this::text)
                                .collect(Collectors.joining("\n" + RULE + "\n\n")))
                .date(at)
                .field("Message-ID", "<" + id + "@" + domain + ">")
                .field("Auto-Submitted", "auto-generated")
                .field(
                        "Content-Language",
                        languages.stream().map(Language::tag).collect(Collectors.joining(", ")))
                .toOctets();
    }

    private String text(Language language) {
        StringBuilder text = new StringBuilder(say(language, "greeting")).append('\n');
        if (limits.octets() > 0) {
            String used = size(language, usage.octets());
            text.append(say(language, "octets", used, size(language, limits.octets())));
            text.append('\n');
        }
        if (limits.messages() > 0) {
            String used = String.valueOf(usage.messages());
            text.append(say(language, "messages", used, String.valueOf(limits.messages())));
            text.append('\n');
        }
        for (String key : List.of("full", "next", "more")) {
            text.append('\n').append(say(language, key)).append('\n');
        }
        return text.toString();
    }

    private String say(Language language, String key) {
        return say(language, key, "", "");
    }

    private String say(Language language, String key, String used, String limit) {
        return OwnMessages.standard()
                .text(
                        language,
                        SECTION,
                        key,
                        Map.of(
                                "address",
                                address,
                                "percent",
                                String.valueOf(level.percent()),
                                "used",
                                used,
                                "limit",
                                limit));
    }

    /** Decimal units, as clients show them. */
    private static String size(Language language, long octets) {
        double value = octets;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        Locale locale = Locale.forLanguageTag(language.tag());
        return String.format(locale, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
