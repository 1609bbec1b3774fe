package posthorn.launcher.size;

/**
 * What an installation is asked to do.
 *
 * @param users mailboxes, at least 1
 * @param messagesADay messages that are taken in a day, from users and from other hosts, of all
 *     users together; 0: none
 * @param remoteShare share of them that goes to other hosts, 0 to 1
 * @param messageOctets octets of a message on average, at least 1
 * @param mailboxOctets octets that a mailbox holds on average
 * @param connectionsPerUser IMAP connections of a user that are open at once, on average over all
 *     users
 * @param peak how many times as much as on average comes in the busiest minutes, at least 1
 * @param copies how many nodes have each record of the log and each document, 1 or more
 */
public record Demand(
        long users,
        long messagesADay,
        double remoteShare,
        long messageOctets,
        long mailboxOctets,
        double connectionsPerUser,
        double peak,
        int copies) {

    /** Messages of a user in a day, sent and received, where nobody says how many. */
    public static final long USUAL_MESSAGES_A_DAY = 40;

    private static final double DAY_SECONDS = 86_400;

    /** Messages a second in the busiest minutes. */
    double peakMessages() {
        return messagesADay / DAY_SECONDS * peak;
    }

    /** Messages a second in the busiest minutes that end in mailboxes here. */
    double peakDeliveries() {
        return peakMessages() * (1 - remoteShare);
    }

    /** Messages a second in the busiest minutes that go to other hosts. */
    double peakRelayed() {
        return peakMessages() * remoteShare;
    }

    /** What each user does so often a day, as a rate in the busiest minutes. */
    double peakRate(double ofAUserADay) {
        return users * ofAUserADay / DAY_SECONDS * peak;
    }

    /** IMAP connections that are open at once. */
    double connections() {
        return users * connectionsPerUser;
    }

    /** Messages in all mailboxes. */
    double storedMessages() {
        return (double) users * mailboxOctets / messageOctets;
    }
}
