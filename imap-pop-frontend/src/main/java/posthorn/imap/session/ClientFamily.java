package posthorn.imap.session;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Mail programs as metrics tell them apart, by what they say of themselves in ID (RFC 2971). The
 * list is fixed: what a stranger says never becomes a tag.
 */
public enum ClientFamily {
    /** It has said nothing. */
    NONE,
    THUNDERBIRD("thunderbird", "betterbird"),
    OUTLOOK("outlook", "microsoft"),
    APPLE_MAIL("mac os x mail", "iphone mail", "ipad mail", "apple", "com.apple"),
    K9("k-9", "k9"),
    FAIREMAIL("fairemail"),
    SAMSUNG("samsung"),
    GMAIL("gmail", "com.google"),
    ROUNDCUBE("roundcube"),
    SNAPPYMAIL("snappymail", "rainloop"),
    EVOLUTION("evolution"),
    KMAIL("kmail", "akonadi"),
    GEARY("geary"),
    CLAWS("claws"),
    EM_CLIENT("em client"),
    MUTT("mutt", "neomutt"),
    ISYNC("isync", "mbsync"),
    OFFLINEIMAP("offlineimap", "imaplib"),
    FETCHMAIL("fetchmail"),
    GETMAIL("getmail"),
    /** Another one. */
    OTHER;

    private final Pattern names;

    ClientFamily(String... names) {
        this.names =
                Pattern.compile(
                        names.length == 0
                                ? "(?!)"
                                : Stream.of(names)
                                        .map(Pattern::quote)
                                        .collect(Collectors.joining("|")),
                        Pattern.CASE_INSENSITIVE);
    }

    /** As it stands in the tag {@code client}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The family of a mail program.
     *
     * @param name as it says in ID; empty: it has not
     */
    public static ClientFamily of(String name) {
        if (name.isEmpty()) {
            return NONE;
        }
        for (ClientFamily family : values()) {
            if (family.names.matcher(name).find()) {
                return family;
            }
        }
        return OTHER;
    }
}
