package posthorn.store.rocks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.store.query.Filter;
import posthorn.store.query.Filter.Conjunct;
import posthorn.store.query.SortOrder;

/**
 * Chooses the index for a query: the one whose leading fields the filter binds best, and among
 * those the one that brings the rows in the wanted order. Without any, the documents are gone
 * through by {@code _id}.
 */
final class Planner {
    private final List<IndexDefinition> indexes;
    private final int collection;

    /**
     * A planner for a collection.
     *
     * @param collection the collection's number, with which the keys of its documents begin
     * @param indexes its indexes, the primary one first
     */
    Planner(int collection, List<IndexDefinition> indexes) {
        this.collection = collection;
        this.indexes = indexes;
    }

    private record Candidate(Plan.Branch branch, boolean sorted, boolean bound, int score) {}

    Plan plan(Filter filter, SortOrder sort) {
        Candidate best = best(filter, sort);
        if (!best.bound) {
            Plan union = union(filter);
            if (union != null) {
                return union;
            }
        }
        return new Plan(List.of(best.branch), best.sorted);
    }

    private Candidate best(Filter filter, SortOrder sort) {
        List<Conjunct> conjuncts = new ArrayList<>();
        filter.conjuncts(conjuncts::add);
        Candidate best = null;
        for (IndexDefinition index : indexes) {
            Candidate candidate = candidate(index, conjuncts, sort);
            if (best == null || candidate.score > best.score) {
                best = candidate;
            }
        }
        if (best == null) {
            throw new IllegalStateException("a collection without an index by _id");
        }
        return best;
    }

    /** One branch for each part of an {@code $or}, if an index serves every part. */
    private @Nullable Plan union(Filter filter) {
        Filter.Or or = or(filter);
        if (or == null) {
            return null;
        }
        List<Plan.Branch> branches = new ArrayList<>();
        for (Filter part : or.parts()) {
            Candidate candidate = best(part, SortOrder.NONE);
            if (!candidate.bound) {
                return null;
            }
            Plan.Branch branch = candidate.branch;
            branches.add(new Plan.Branch(branch.index(), branch.ranges(), false, part));
        }
        return new Plan(branches, false);
    }

    private static Filter.@Nullable Or or(Filter filter) {
        if (filter instanceof Filter.Or or) {
            return or;
        }
        if (filter instanceof Filter.And and) {
            for (Filter part : and.parts()) {
                Filter.Or or = or(part);
                if (or != null) {
                    return or;
                }
            }
        }
        return null;
    }

    private Candidate candidate(IndexDefinition index, List<Conjunct> conjuncts, SortOrder sort) {
        RangeBuilder builder = new RangeBuilder(index, collection, conjuncts);
        List<KeyRange> ranges = new ArrayList<>(builder.build());
        ranges.sort(Comparator.comparing(KeyRange::start, Arrays::compareUnsigned));
        Boolean direction = direction(index, builder, sort);
        boolean sorted = sort.fields().isEmpty() || direction != null;
        int score = builder.score();
        boolean bound = score > 0;
        if (sorted && !sort.fields().isEmpty()) {
            score += RangeBuilder.SORT;
        }
        boolean reverse = direction != null && direction;
        return new Candidate(
                new Plan.Branch(index, ranges, reverse, Filter.everything()), sorted, bound, score);
    }

    /** Whether the index has to be gone through backwards for the order; null: it does not help. */
    private static @Nullable Boolean direction(
            IndexDefinition index, RangeBuilder builder, SortOrder sort) {
        List<SortOrder.Field> fields = index.order().fields();
        Boolean reverse = null;
        int at = 0;
        for (SortOrder.Field wanted : sort.fields()) {
            if (builder.isConstant(wanted.path())) {
                continue;
            }
            while (at < fields.size() && builder.isConstant(fields.get(at).path())) {
                at++;
            }
            if (at == fields.size()
                    || !fields.get(at).path().equals(wanted.path())
                    || ((index.arrays() >> at) & 1) != 0) {
                return null;
            }
            boolean backwards = fields.get(at).descending() != wanted.descending();
            if (reverse != null && reverse != backwards) {
                return null;
            }
            reverse = backwards;
            at++;
        }
        return reverse != null && reverse;
    }
}
