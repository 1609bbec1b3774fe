package posthorn.ingress.greylist;

/**
 * Who sends to whom, from where.
 *
 * @param network of the client, as in {@code 192.0.2.0/24}
 * @param sender the reverse-path, folded; empty: the null reverse-path
 * @param senderDomain its domain, folded; empty where there is none
 * @param recipient the forward-path, folded
 */
public record Triplet(String network, String sender, String senderDomain, String recipient) {}
