package posthorn.mailbox.search;

import java.util.List;
import java.util.function.Function;

/** Whether a message matches, as far as is known. */
enum Answer {
    YES,
    NO,
    /** It depends on what was not looked at. */
    OPEN;

    static Answer of(boolean matches) {
        return matches ? YES : NO;
    }

    Answer not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case OPEN -> OPEN;
        };
    }

    /** All of them; what decides it already is not followed by a question. */
    static <T> Answer all(List<T> keys, Function<T, Answer> ask) {
        Answer all = YES;
        for (T key : keys) {
            Answer one = ask.apply(key);
            if (one == NO) {
                return NO;
            }
            all = one == OPEN ? OPEN : all;
        }
        return all;
    }

    /** Any of them. */
    static <T> Answer any(List<T> keys, Function<T, Answer> ask) {
        return all(keys, key -> ask.apply(key).not()).not();
    }
}
