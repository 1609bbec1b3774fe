package posthorn.mailbox.search;

import java.util.List;
import java.util.function.Function;

/** Whether a message matches, as far as is known. */
enum MatchResult {
    YES,
    NO,
    /** It depends on what was not looked at. */
    OPEN;

    static MatchResult of(boolean matches) {
        return matches ? YES : NO;
    }

    MatchResult not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case OPEN -> OPEN;
        };
    }

    /** All of them; what decides it already is not followed by a question. */
    static <T> MatchResult all(List<T> keys, Function<T, MatchResult> ask) {
        MatchResult all = YES;
        for (T key : keys) {
            MatchResult one = ask.apply(key);
            if (one == NO) {
                return NO;
            }
            all = one == OPEN ? OPEN : all;
        }
        return all;
    }

    /** Any of them. */
    static <T> MatchResult any(List<T> keys, Function<T, MatchResult> ask) {
        return all(keys, key -> ask.apply(key).not()).not();
    }
}
