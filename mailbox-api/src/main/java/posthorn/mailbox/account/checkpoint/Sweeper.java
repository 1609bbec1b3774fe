package posthorn.mailbox.account.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.Entry;

/**
 * Deletes bodies and segments that nothing names, by exactly the number that they say. In this
 * order:
 *
 * <ol>
 *   <li>Raise the sweep number in the manifest: checkpoints that began before are refused from here
 *       on.
 *   <li>Find the head of the log. A body or segment for a later entry may still be named; on an
 *       account that was quiet since the last sweep an empty entry is appended to get there.
 *   <li>A body for an entry that is kept is named by that entry, or by nothing.
 *   <li>A body for an entry at or below the floor is named by the state at the floor, or by
 *       nothing: what is not there then can never come back. (Only in a whole sweep: it reads all
 *       rows.)
 *   <li>A segment of a checkpoint is named by the manifest's state or a kept one, unless it began
 *       under this sweep number or a later one; a segment of an entry is named by that entry.
 * </ol>
 */
public final class Sweeper implements Chore {
    static final int PAGE = 500;
    private static final int ROWS_AT_ONCE = 16;

    private final boolean whole;
    private Manifest manifest;
    private Phase phase = Phase.RAISE;
    private long head;
    private boolean advanced;
    private int deleted;

    /** Of the window of entries at hand. */
    private long from;

    private long through;
    private String after = "";
    private Set<String> named = new HashSet<>();

    /** Of the bodies below the floor. */
    private List<String> rowSegments = List.of();

    private final Deque<String> rowsToRead = new ArrayDeque<>();
    private int asked;
    private Set<String> candidates = new LinkedHashSet<>();

    /** Of the segments. */
    private final Deque<String> entrySegments = new ArrayDeque<>();

    private enum Phase {
        RAISE,
        HEAD,
        AHEAD,
        ENTRIES,
        BODIES,
        ROOT_AT_FLOOR,
        OLD_BODIES,
        ROWS,
        ROOTS,
        SEGMENTS,
        FINISH
    }

    /**
     * Sweep of one account.
     *
     * @param whole of the whole history again, and with bodies at or below the floor, which takes
     *     reading the rows of all messages
     */
    public Sweeper(String account, boolean whole) {
        this.whole = whole;
        manifest = Manifest.none(account);
    }

    @Override
    public ChoreRequest start() {
        return new ChoreRequest.ReadManifest();
    }

    @Override
    public ChoreRequest next(ChoreReply answer) {
        return switch (answer) {
            case ChoreReply.TheManifest read -> raise(read.manifest());
            case ChoreReply.Replaced replaced -> replaced(replaced.done());
            case ChoreReply.State state -> head(state.state().n());
            case ChoreReply.Entries entries -> entries(entries.entries());
            case ChoreReply.Names names -> names(names.names());
            case ChoreReply.Contents contents -> contents(contents);
            case ChoreReply.Ok done -> goOn();
            case ChoreReply.Failed failed -> ChoreRequest.Over.later(failed.reason());
        };
    }

    private ChoreRequest raise(Manifest read) {
        if (!read.exists()) {
            return ChoreRequest.Over.done("There is no checkpoint");
        }
        manifest = read.sweeping();
        return new ChoreRequest.ReplaceManifest(manifest);
    }

    private ChoreRequest replaced(boolean done) {
        if (phase == Phase.FINISH) {
            return ChoreRequest.Over.done("Swept up to " + head + ", " + deleted + " deleted");
        }
        if (!done) {
            return ChoreRequest.Over.later("Somebody else replaced the manifest");
        }
        phase = Phase.HEAD;
        return new ChoreRequest.CurrentState();
    }

    private ChoreRequest head(long n) {
        boolean quiet = n <= manifest.sweptTo();
        head = n;
        if (quiet && !advanced) {
            phase = Phase.AHEAD;
            return new ChoreRequest.ListBodies(head + 1, Long.MAX_VALUE, "", 1);
        }
        return beginEntries();
    }

    /** After something was deleted or appended: on with the page, the window, or the phase. */
    private ChoreRequest goOn() {
        return switch (phase) {
            case AHEAD -> new ChoreRequest.CurrentState();
            case BODIES -> listBodies();
            case OLD_BODIES, ROWS -> listOldBodies();
            case SEGMENTS -> listSegments();
            case RAISE, HEAD, ENTRIES, ROOT_AT_FLOOR, ROOTS, FINISH ->
                    throw new IllegalArgumentException("Not asked for in " + phase);
        };
    }

    private ChoreRequest names(List<String> names) {
        return switch (phase) {
            case AHEAD -> ahead(names);
            case BODIES -> bodies(names);
            case OLD_BODIES -> oldBodies(names);
            case SEGMENTS -> segments(names);
            case RAISE, HEAD, ENTRIES, ROOT_AT_FLOOR, ROWS, ROOTS, FINISH ->
                    throw new IllegalArgumentException("Not asked for in " + phase);
        };
    }

    private ChoreRequest ahead(List<String> names) {
        if (names.isEmpty()) {
            return beginEntries();
        }
        advanced = true;
        return new ChoreRequest.Advance(BodyName.number(names.getFirst()));
    }

    private ChoreRequest beginEntries() {
        // What was written late, for entries that were swept already, is left to whole sweeps.
        long floor = manifest.floor().n();
        through = whole ? floor : Math.max(manifest.sweptTo(), floor);
        return nextWindow();
    }

    private ChoreRequest nextWindow() {
        from = through + 1;
        if (from > head) {
            return beginOldBodies();
        }
        phase = Phase.ENTRIES;
        return new ChoreRequest.ReadEntries(from, PAGE);
    }

    private ChoreRequest entries(List<Entry> entries) {
        if (phase == Phase.SEGMENTS) {
            return entrySegment(entries);
        }
        var kept = entries.stream().filter(entry -> entry.n() <= head).toList();
        if (kept.isEmpty() || kept.getFirst().n() != from) {
            return ChoreRequest.Over.later("The history has moved on");
        }
        through = kept.getLast().n();
        named = new HashSet<>();
        kept.forEach(entry -> named.addAll(bodiesOf(entry)));
        after = "";
        phase = Phase.BODIES;
        return listBodies();
    }

    private static Set<String> bodiesOf(Entry entry) {
        return entry.changes().stream()
                .filter(Change.MessagesAdded.class::isInstance)
                .flatMap(change -> ((Change.MessagesAdded) change).messages().stream())
                .map(Change.AddedMessage::body)
                .collect(Collectors.toSet());
    }

    private ChoreRequest listBodies() {
        return new ChoreRequest.ListBodies(from, through, after, PAGE);
    }

    private ChoreRequest bodies(List<String> names) {
        if (names.isEmpty()) {
            return nextWindow();
        }
        after = names.getLast();
        var orphans = names.stream().filter(name -> !named.contains(name)).toList();
        return orphans.isEmpty() ? listBodies() : deleteBodies(orphans);
    }

    private ChoreRequest deleteBodies(List<String> names) {
        deleted += names.size();
        return new ChoreRequest.DeleteBodies(names);
    }

    private ChoreRequest beginOldBodies() {
        if (!whole || manifest.floor().n() == 0 || manifest.past().isEmpty()) {
            return beginSegments();
        }
        phase = Phase.ROOT_AT_FLOOR;
        return new ChoreRequest.ReadSegments(Set.of(manifest.past().getFirst().root()));
    }

    private ChoreRequest listOldBodies() {
        phase = Phase.OLD_BODIES;
        return new ChoreRequest.ListBodies(1, manifest.floor().n(), after, PAGE);
    }

    private ChoreRequest oldBodies(List<String> names) {
        if (names.isEmpty()) {
            return beginSegments();
        }
        after = names.getLast();
        candidates = new LinkedHashSet<>(names);
        rowsToRead.addAll(rowSegments);
        phase = Phase.ROWS;
        return readRows();
    }

    private ChoreRequest readRows() {
        var some = new LinkedHashSet<String>();
        while (!rowsToRead.isEmpty() && some.size() < ROWS_AT_ONCE) {
            some.add(rowsToRead.remove());
        }
        if (!some.isEmpty() && !candidates.isEmpty()) {
            asked = some.size();
            return new ChoreRequest.ReadSegments(some);
        }
        rowsToRead.clear();
        return candidates.isEmpty() ? listOldBodies() : deleteBodies(List.copyOf(candidates));
    }

    private ChoreRequest contents(ChoreReply.Contents contents) {
        return switch (phase) {
            case ROOT_AT_FLOOR -> rootAtFloor(contents);
            case ROWS -> rows(contents);
            case ROOTS -> roots(contents);
            case RAISE, HEAD, AHEAD, ENTRIES, BODIES, OLD_BODIES, SEGMENTS, FINISH ->
                    throw new IllegalArgumentException("Not asked for in " + phase);
        };
    }

    private ChoreRequest rootAtFloor(ChoreReply.Contents contents) {
        if (contents.contents().size() != 1) {
            return ChoreRequest.Over.later("The history has moved on");
        }
        var state = StateCodec.decode(contents.contents().values().iterator().next());
        rowSegments = StateCodec.rows(state);
        after = "";
        return listOldBodies();
    }

    private ChoreRequest rows(ChoreReply.Contents contents) {
        if (contents.contents().size() != asked) {
            return ChoreRequest.Over.later("Rows of the history are missing");
        }
        for (var content : contents.contents().values()) {
            StateCodec.bodies(content).forEach(candidates::remove);
        }
        return readRows();
    }

    private ChoreRequest beginSegments() {
        var roots = new LinkedHashSet<String>();
        roots.add(manifest.root());
        manifest.past().forEach(past -> roots.add(past.root()));
        phase = Phase.ROOTS;
        return new ChoreRequest.ReadSegments(roots);
    }

    private ChoreRequest roots(ChoreReply.Contents contents) {
        if (contents.contents().size() != 1 + manifest.past().size()) {
            return ChoreRequest.Over.later("The history has moved on");
        }
        named = new HashSet<>(contents.contents().keySet());
        contents.contents()
                .values()
                .forEach(root -> named.addAll(StateCodec.names(StateCodec.decode(root))));
        phase = Phase.SEGMENTS;
        after = "";
        return listSegments();
    }

    private ChoreRequest listSegments() {
        return entrySegments.isEmpty()
                ? new ChoreRequest.ListSegments(after, PAGE)
                : new ChoreRequest.ReadEntries(SegmentName.entry(entrySegments.element()), 1);
    }

    private ChoreRequest segments(List<String> names) {
        if (names.isEmpty()) {
            phase = Phase.FINISH;
            return new ChoreRequest.ReplaceManifest(manifest.swept(head));
        }
        after = names.getLast();
        var orphans = new ArrayList<String>();
        for (var name : names) {
            if (!SegmentName.isOfEntry(name)) {
                if (SegmentName.sweep(name) < manifest.sweep() && !named.contains(name)) {
                    orphans.add(name);
                }
            } else if (SegmentName.entry(name) <= manifest.floor().n()) {
                orphans.add(name);
            } else if (SegmentName.entry(name) <= head) {
                entrySegments.add(name);
            }
        }
        return orphans.isEmpty() ? listSegments() : deleteSegments(orphans);
    }

    private ChoreRequest deleteSegments(List<String> names) {
        deleted += names.size();
        return new ChoreRequest.DeleteSegments(names);
    }

    private ChoreRequest entrySegment(List<Entry> entries) {
        var name = entrySegments.remove();
        if (entries.size() != 1 || entries.getFirst().n() != SegmentName.entry(name)) {
            return ChoreRequest.Over.later("The history has moved on");
        }
        boolean isNamed =
                entries.getFirst().changes().stream()
                        .anyMatch(change ->
                                change instanceof Change.SegmentAdded added
                                        && added.segment().equals(name));
        return isNamed ? listSegments() : deleteSegments(List.of(name));
    }
}
