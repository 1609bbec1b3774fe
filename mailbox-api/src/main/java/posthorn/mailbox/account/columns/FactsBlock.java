package posthorn.mailbox.account.columns;

import java.util.Arrays;
import posthorn.mailbox.account.Facts;

/** Facts of the messages of a segment, row by row. Immutable. */
public final class FactsBlock {
    private final Facts[] facts;

    private FactsBlock(Facts[] facts) {
        this.facts = facts;
    }

    /** Block of the facts; the array is taken, not copied. */
    public static FactsBlock of(Facts[] facts) {
        return new FactsBlock(facts);
    }

    /** Number of rows. */
    public int count() {
        return facts.length;
    }

    /** Facts of a row. */
    public Facts get(int row) {
        return facts[row];
    }

    FactsBlock append(FactsBlock more) {
        var both = Arrays.copyOf(facts, facts.length + more.facts.length);
        System.arraycopy(more.facts, 0, both, facts.length, more.facts.length);
        return new FactsBlock(both);
    }
}
