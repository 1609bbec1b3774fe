package posthorn.mailbox.content;

import org.jspecify.annotations.Nullable;
import posthorn.protocol.explanation.Language;

/** What happened to a message, in one language. */
record TraceWords(Language language) {

    /**
     * One thing that happened.
     *
     * @param recipient empty: it happened to the message as a whole
     * @param host that another server is, or nothing
     */
    String step(TraceView.State state, String recipient, @Nullable String host) {
        String server = host == null || host.isEmpty() ? "" : host.replaceAll("\\[.*", "");
        return switch (language) {
            case ENGLISH -> english(state, recipient, server);
            case GERMAN -> german(state, recipient, server);
        };
    }

    String maybeTwice(String recipient) {
        return switch (language) {
            case ENGLISH -> recipient + " may get the message twice: an answer was lost.";
            case GERMAN ->
                    recipient
                            + " bekommt die Nachricht vielleicht doppelt: Eine Antwort ging verloren.";
        };
    }

    String nothingKnown() {
        return switch (language) {
            case ENGLISH -> "Nothing is known of it here, or not any more.";
            case GERMAN -> "Hier ist von ihr nichts bekannt, oder nicht mehr.";
        };
    }

    String summary(TraceView.State worst) {
        return switch (language) {
            case ENGLISH ->
                    switch (worst) {
                        case ACCEPTED -> "It was accepted here and is on its way.";
                        case DELIVERED -> "It was delivered.";
                        case RELAYED -> "It was handed over to the recipients' servers.";
                        case WAITING -> "It waits: another server does not take it yet.";
                        case HELD -> "It is held: an administrator has to look at it.";
                        case DISCARDED -> "It was discarded.";
                        case RETURNED -> "It could not be delivered and was returned.";
                    };
            case GERMAN ->
                    switch (worst) {
                        case ACCEPTED -> "Sie wurde hier angenommen und ist unterwegs.";
                        case DELIVERED -> "Sie wurde zugestellt.";
                        case RELAYED -> "Sie wurde den Servern der Empfänger übergeben.";
                        case WAITING -> "Sie wartet: Ein anderer Server nimmt sie noch nicht an.";
                        case HELD ->
                                "Sie wird festgehalten: Jemand aus der Verwaltung muss sie ansehen.";
                        case DISCARDED -> "Sie wurde verworfen.";
                        case RETURNED -> "Sie war nicht zustellbar und ging zurück.";
                    };
        };
    }

    private static String english(TraceView.State state, String recipient, String host) {
        return switch (state) {
            case ACCEPTED -> "This server has accepted the message.";
            case DELIVERED -> "It is in the mailbox of " + recipient + ".";
            case RELAYED ->
                    (host.isEmpty() ? "Another server" : host)
                            + " has taken it for "
                            + recipient
                            + ". What happens to it there we do not know.";
            case WAITING -> "It is not yet delivered to " + recipient + " and is tried again.";
            case HELD -> "It is held for " + recipient + " until an administrator decides.";
            case DISCARDED -> "It was discarded for " + recipient + ".";
            case RETURNED ->
                    "It could not be delivered to "
                            + recipient
                            + "; the sender was told, where there is one.";
        };
    }

    private static String german(TraceView.State state, String recipient, String host) {
        return switch (state) {
            case ACCEPTED -> "Dieser Server hat die Nachricht angenommen.";
            case DELIVERED -> "Sie liegt im Postfach von " + recipient + ".";
            case RELAYED ->
                    (host.isEmpty() ? "Ein anderer Server" : host)
                            + " hat sie für "
                            + recipient
                            + " übernommen. Was dort mit ihr geschieht, wissen wir nicht.";
            case WAITING ->
                    "Sie ist " + recipient + " noch nicht zugestellt und wird erneut versucht.";
            case HELD ->
                    "Sie wird für " + recipient + " festgehalten, bis die Verwaltung entscheidet.";
            case DISCARDED -> "Sie wurde für " + recipient + " verworfen.";
            case RETURNED ->
                    "Sie war "
                            + recipient
                            + " nicht zustellbar; wer sie geschickt hat, wurde benachrichtigt, wo das"
                            + " geht.";
        };
    }
}
