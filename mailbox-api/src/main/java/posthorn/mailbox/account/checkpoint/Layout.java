package posthorn.mailbox.account.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.columns.Segment;

/**
 * Which segments of a state a checkpoint replaced by which: the same messages, merged or stored. A
 * later state takes over those that it has not changed since.
 */
final class Layout implements UnaryOperator<AccountState> {
    /** By mailbox and first UID of the replaced segments. */
    private final Map<Long, Map<Long, Replaced>> replacements = new HashMap<>();

    private record Replaced(List<Segment> old, Segment by) {}

    void replace(long mailbox, List<Segment> old, Segment by) {
        replacements
                .computeIfAbsent(mailbox, any -> new HashMap<>())
                .put(old.getFirst().head().firstUid(), new Replaced(List.copyOf(old), by));
    }

    @Override
    public AccountState apply(AccountState state) {
        var laid = state;
        for (var mailbox : state.mailboxes()) {
            var replaced = replacements.get(mailbox.head().number());
            if (replaced != null) {
                var segments = laid(mailbox.segments(), replaced);
                laid = laid.with(Mailbox.of(mailbox.head(), segments, mailbox.vanished()));
            }
        }
        return laid;
    }

    private static List<Segment> laid(List<Segment> segments, Map<Long, Replaced> replacements) {
        var laid = new ArrayList<Segment>(segments.size());
        int i = 0;
        while (i < segments.size()) {
            var replaced = replacements.get(segments.get(i).head().firstUid());
            if (replaced != null && isThere(segments, i, replaced.old())) {
                laid.add(replaced.by());
                i += replaced.old().size();
            } else {
                laid.add(segments.get(i++));
            }
        }
        return laid;
    }

    private static boolean isThere(List<Segment> segments, int from, List<Segment> old) {
        if (from + old.size() > segments.size()) {
            return false;
        }
        for (int i = 0; i < old.size(); i++) {
            if (!segments.get(from + i).head().isSame(old.get(i).head())) {
                return false;
            }
        }
        return true;
    }
}
