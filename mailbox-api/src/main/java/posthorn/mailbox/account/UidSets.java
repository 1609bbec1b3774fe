package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.List;

/** Set operations on UIDs. */
final class UidSets {
    private UidSets() {}

    static UidSet union(List<UidSet> sets) {
        if (sets.size() == 1) {
            return sets.getFirst();
        }
        var ranges = new ArrayList<UidRange>();
        sets.forEach(set -> ranges.addAll(set.ranges()));
        return UidSet.of(ranges);
    }

    static UidSet without(UidSet set, UidSet less) {
        var rest = new UidSet.Builder();
        for (int i = 0; i < set.size(); i++) {
            long from = set.first(i);
            int hole = less.firstNotBefore(from);
            for (; hole < less.size() && less.first(hole) <= set.last(i); hole++) {
                if (less.first(hole) > from) {
                    rest.add(from, less.first(hole) - 1);
                }
                from = less.last(hole) + 1;
            }
            if (from <= set.last(i)) {
                rest.add(from, set.last(i));
            }
        }
        return rest.build();
    }
}
