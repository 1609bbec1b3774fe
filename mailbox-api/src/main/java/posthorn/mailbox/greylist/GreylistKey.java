package posthorn.mailbox.greylist;

/**
 * What is remembered. Bounded: whoever makes one has looked at the lengths.
 *
 * @see GreylistEntries
 */
public sealed interface GreylistKey {

    /**
     * Somebody who sends to somebody from a network.
     *
     * @param network as in {@code 192.0.2.0/24}
     * @param sender the reverse-path, folded
     * @param recipient the forward-path, folded
     */
    record Triplet(String network, String sender, String recipient) implements GreylistKey {}

    /**
     * A domain whose mail was shown to come from a network.
     *
     * @param network as above
     * @param domain folded
     */
    record Proven(String network, String domain) implements GreylistKey {}

    /**
     * A network; its visits are the triplets that have come again.
     *
     * @param network as above
     */
    record Network(String network) implements GreylistKey {}
}
