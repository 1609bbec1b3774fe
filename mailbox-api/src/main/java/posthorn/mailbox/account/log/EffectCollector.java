package posthorn.mailbox.account.log;

import java.util.ArrayList;
import java.util.List;

/** What one step of an {@link Appender} wants done, and the ids that tell the answers apart. */
final class EffectCollector {
    private List<Effect> effects = new ArrayList<>();
    private long lastId;

    /** An id that no effect had before. */
    long id() {
        return ++lastId;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    /** All that was added since the last time. */
    List<Effect> take() {
        var all = effects;
        effects = new ArrayList<>();
        return all;
    }
}
