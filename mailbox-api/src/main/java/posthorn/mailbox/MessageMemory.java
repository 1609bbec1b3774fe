package posthorn.mailbox;

import posthorn.mailbox.budget.OctetBudget;

/**
 * Memory for messages, apart for each use: who sends slowly holds up no delivery, and who searches
 * holds up neither.
 *
 * @param deliveries for what the delivery worker brings
 * @param uploads for what clients send
 * @param searches for what is read to be searched
 * @param answers for small messages that are answered together, until they are on their way
 */
record MessageMemory(
        OctetBudget deliveries, OctetBudget uploads, OctetBudget searches, OctetBudget answers) {

    private static final int WAITING = 10_000;
    private static final int WAITING_OF_OWNER = 1_000;

    static MessageMemory of(MailboxSettings.Message settings) {
        long octets = settings.octetsInMemory();
        return new MessageMemory(
                budget("deliveries", octets / 2, 2, settings),
                budget("uploads", octets / 4, 4, settings),
                budget("searches", octets / 8, 4, settings),
                budget("answers", octets / 8, 4, settings));
    }

    private static OctetBudget budget(
            String name, long octets, int shares, MailboxSettings.Message settings) {
        return new OctetBudget(
                name,
                new OctetBudget.Bounds(
                        octets, octets / shares, WAITING, WAITING_OF_OWNER, settings.roomWait()));
    }
}
