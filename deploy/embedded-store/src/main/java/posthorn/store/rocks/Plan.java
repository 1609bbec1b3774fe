package posthorn.store.rocks;

import java.util.List;
import posthorn.store.query.Filter;

/**
 * How a query is answered: the ranges of one index, or of several one after the other for {@code
 * $or}.
 *
 * @param branches at least one; each holds what it alone finds
 * @param sorted whether the rows come in the order that was asked for
 */
public record Plan(List<Branch> branches, boolean sorted) {

    /**
     * The scan of one index.
     *
     * @param filter the part of an {@code $or} that this branch serves: it gives what matches this
     *     part and none of an earlier branch
     * @param ranges without overlap, in ascending order of their keys
     * @param reverse whether they are gone through backwards
     */
    record Branch(IndexDefinition index, List<KeyRange> ranges, boolean reverse, Filter filter) {

        /** Whether nothing has chosen among the documents, which are gone through by their ids. */
        boolean isWhole() {
            return index.isPrimary()
                    && ranges.stream()
                            .anyMatch(range ->
                                    !range.point() && range.start().length == Integer.BYTES);
        }
    }

    /** How each branch finds its documents: the name of an index, or empty: it looks at all. */
    public List<String> indexesUsed(boolean ordered) {
        return branches.stream()
                .map(branch ->
                        branch.isWhole() && !(ordered && sorted) ? "" : branch.index().name())
                .toList();
    }

    /** The names of the indexes, for whoever wants to know how a query is answered. */
    public List<String> indexNames() {
        return branches.stream().map(branch -> branch.index().name()).toList();
    }
}
