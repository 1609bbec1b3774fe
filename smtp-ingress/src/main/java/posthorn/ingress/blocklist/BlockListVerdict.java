package posthorn.ingress.blocklist;

import java.util.List;

/**
 * What the lists say of a client.
 *
 * @param score sum of the weights of those that have it
 * @param isListed whether that is enough to refuse it
 * @param listedBy zones of the block lists that have it, the heaviest first
 * @param explanation what the heaviest of them says of it, printable ASCII; empty unless it is
 *     listed
 */
public record BlockListVerdict(
        int score, boolean isListed, List<String> listedBy, String explanation) {

    /** Nobody says anything. */
    public static final BlockListVerdict NOTHING = new BlockListVerdict(0, false, List.of(), "");

    public BlockListVerdict {
        listedBy = List.copyOf(listedBy);
    }

    /** Whether those who let it in outweigh the others. */
    public boolean isKnownGood() {
        return score < 0;
    }
}
