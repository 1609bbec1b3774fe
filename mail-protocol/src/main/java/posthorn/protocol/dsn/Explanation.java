package posthorn.protocol.dsn;

/** What a status code (RFC 3463) means, in words for people who send mail. */
enum Explanation {
    NO_SUCH_ADDRESS(
            "The address does not exist. Please check how it is written.",
            "Die Adresse gibt es nicht. Bitte prüfen Sie die Schreibweise.",
            "1.1",
            "1.3",
            "1.6"),
    NO_SUCH_DOMAIN(
            "The part behind the @ does not exist. Please check how it is written.",
            "Den Teil hinter dem @ gibt es nicht. Bitte prüfen Sie die Schreibweise.",
            "1.2"),
    TAKES_NO_MAIL(
            "The domain behind the @ takes no mail.",
            "Die Domain hinter dem @ nimmt keine E-Mails an.",
            "1.10"),
    MAILBOX_FULL("The mailbox is full.", "Das Postfach ist voll.", "2.2"),
    TOO_LARGE(
            "The message is too large for the receiving server.",
            "Die Nachricht ist dem empfangenden Server zu groß.",
            "3.4",
            "2.3"),
    UNREACHABLE(
            "The receiving server could not be reached.",
            "Der empfangende Server war nicht zu erreichen.",
            "4.1",
            "4.2",
            "4.3",
            "4.4"),
    EXPIRED(
            "The receiving server did not take the message in time.",
            "Der empfangende Server hat die Nachricht nicht rechtzeitig angenommen.",
            "4.7"),
    LOOP(
            "The message would have gone round in circles.",
            "Die Nachricht wäre im Kreis gelaufen.",
            "4.6"),
    NO_EIGHT_BIT(
            "The receiving server cannot take this kind of message.",
            "Der empfangende Server kann diese Art von Nachricht nicht annehmen.",
            "6.1",
            "6.3"),
    NO_UTF8(
            "The receiving server does not know addresses or headers with letters such as ä or é.",
            "Der empfangende Server kennt keine Adressen oder Kopfzeilen mit Buchstaben wie ä oder é.",
            "6.7"),
    POLICY(
            "The receiving server refused the message because of its rules.",
            "Der empfangende Server hat die Nachricht wegen seiner Regeln abgelehnt.",
            "7."),
    REFUSED("The message was not accepted.", "Die Nachricht wurde nicht angenommen.", "");

    private final String english;
    private final String german;
    private final String codes;

    Explanation(String english, String german, String... codes) {
        this.english = english;
        this.german = german;
        this.codes = String.join(" ", codes);
    }

    String english() {
        return english;
    }

    String german() {
        return german;
    }

    /** The one for a code such as {@code 5.1.1}, whatever its class. */
    static Explanation of(String status) {
        int dot = status.indexOf('.');
        String rest = dot < 0 ? "" : status.substring(dot + 1);
        for (Explanation explanation : values()) {
            for (String code : explanation.codes.split(" ", -1)) {
                boolean subject = code.endsWith(".") || code.isEmpty();
                if (subject ? rest.startsWith(code) : rest.equals(code)) {
                    return explanation;
                }
            }
        }
        return REFUSED;
    }
}
