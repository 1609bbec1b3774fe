package posthorn.delivery.kafka;

import java.util.Locale;

/** What a status code is about: its second number (RFC 3463 §3). */
enum FailureSubject {
    OTHER,
    ADDRESS,
    MAILBOX,
    SYSTEM,
    NETWORK,
    PROTOCOL,
    CONTENT,
    POLICY;

    private static final FailureSubject[] ALL = values();

    /** As it stands in the tag {@code reason}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That of a code as in {@code 4.7.1}; what is no code is about something else. */
    static FailureSubject of(String status) {
        int subject = status.length() > 2 && status.charAt(1) == '.' ? status.charAt(2) - '0' : 0;
        return subject >= 0 && subject < ALL.length ? ALL[subject] : OTHER;
    }
}
