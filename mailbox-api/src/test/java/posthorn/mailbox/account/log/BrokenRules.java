package posthorn.mailbox.account.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.Entry;

/** Appenders with one rule left out, for tests that have to notice it. */
public final class BrokenRules {
    private BrokenRules() {}

    /** Rule (2) is left out: another entry at the number is overlooked. */
    public static Appender withoutRule2(
            AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        return with(
                settings,
                ids,
                codec,
                new AppendRules() {
                    @Override
                    Verdict judge(Entry proposal, List<Entry> tail, List<Entry> byKey) {
                        var verdict = super.judge(proposal, tail, byKey);
                        return verdict == Verdict.DEAD_BY_NUMBER ? Verdict.UNKNOWN : verdict;
                    }
                });
    }

    /** Rule (2) is guessed: what stands at the number is taken for the own proposal. */
    public static Appender guessingRule2(
            AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        return with(
                settings,
                ids,
                codec,
                new AppendRules() {
                    @Override
                    Verdict judge(Entry proposal, List<Entry> tail, List<Entry> byKey) {
                        var verdict = super.judge(proposal, tail, byKey);
                        return verdict == Verdict.DEAD_BY_NUMBER ? Verdict.TRUE : verdict;
                    }
                });
    }

    /** Rule (3) is left out: a key in an older entry is overlooked. */
    public static Appender withoutRule3(
            AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        return with(
                settings,
                ids,
                codec,
                new AppendRules() {
                    @Override
                    Verdict judge(Entry proposal, List<Entry> tail, List<Entry> byKey) {
                        var verdict = super.judge(proposal, tail, byKey);
                        return verdict == Verdict.DEAD_BY_KEY ? Verdict.UNKNOWN : verdict;
                    }
                });
    }

    /** Every attempt has an id of its own. */
    public static Appender newIdOnRetry(
            AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        return with(
                settings,
                ids,
                codec,
                new AppendRules() {
                    @Override
                    Entry again(Entry old) {
                        var id = ids.get();
                        var keys = new ArrayList<>(old.keys());
                        keys.remove(old.proposal());
                        keys.add(id);
                        return new Entry(
                                old.account(),
                                old.n(),
                                id,
                                keys,
                                old.changes(),
                                old.needs(),
                                old.at(),
                                old.results());
                    }
                });
    }

    /** A hint is taken for the truth: the commands are decided again without a look. */
    public static Appender changingBeforeDead(
            AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        return with(
                settings,
                ids,
                codec,
                new AppendRules() {
                    @Override
                    Verdict judge(InsertAnswer answer) {
                        return answer == InsertAnswer.OK ? Verdict.TRUE : Verdict.DEAD_BY_NUMBER;
                    }
                });
    }

    /** The floor is never read. */
    public static Appender withoutFloor(
            AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        return with(
                settings,
                ids,
                codec,
                new AppendRules() {
                    @Override
                    boolean wantsFloor(long sinceLook, AppendSettings times) {
                        return false;
                    }

                    @Override
                    boolean wantsFloor(List<Entry> tail, List<Entry> byKey) {
                        return false;
                    }
                });
    }

    /** A body is written once, for whatever number. */
    public static Appender writingBodiesOnce(
            AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        return with(
                settings,
                ids,
                codec,
                new AppendRules() {
                    @Override
                    boolean servesAs(String written, String name) {
                        return !written.isEmpty();
                    }
                });
    }

    private static Appender with(
            AppendSettings settings,
            Supplier<String> ids,
            UnaryOperator<Entry> codec,
            AppendRules rules) {
        return new Appender(settings, ids, codec, rules);
    }
}
