package posthorn.imap.session;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.SearchCriterion;
import posthorn.frontend.store.SearchRefusedException;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.SearchKey;
import posthorn.imap.grammar.SequenceSet;

/**
 * How a search is done: what the index at hand can answer is answered here; only what asks for the
 * content of messages goes to the store, and then about those messages alone that the rest leaves
 * over.
 */
final class SearchPlan {

    private static final long DAY = 24L * 60 * 60 * 1000;

    /** Messages that the store is asked about at once, and octets of them: seconds of its work. */
    private static final int MOST_ASKED = 4_000;

    private static final long MOST_OCTETS_ASKED = 32L * 1024 * 1024;

    /** Keys that are compared with a message before others are let work: a millisecond or less. */
    private static final int COMPARED_AT_ONCE = 100_000;

    private final SelectedMailbox mailbox;
    private final SessionConnection connection;
    private final MessageIndex view;
    private final IdentityHashMap<SequenceSet, UidSet> resolved = new IdentityHashMap<>();

    private int compared;

    SearchPlan(SelectedMailbox mailbox, SessionConnection connection) {
        this.mailbox = mailbox;
        this.connection = connection;
        this.view = mailbox.view();
    }

    /**
     * UIDs of the messages that the client knows and that match.
     *
     * @param wanted whether the client still waits, asked while the store searches
     */
    UidSet find(AccountSession account, SearchKey key, BooleanSupplier wanted) {
        List<SearchKey> local = new ArrayList<>();
        List<SearchCriterion> remote = new ArrayList<>();
        for (SearchKey part : key instanceof SearchKey.And and ? and.keys() : List.of(key)) {
            if (isLocal(part)) {
                local.add(part);
            } else {
                remote.add(criterion(part));
            }
        }
        UidSet candidates = candidates(new SearchKey.And(local));
        if (remote.isEmpty() || candidates.isEmpty()) {
            return candidates;
        }
        UidSet.Builder found = UidSet.builder();
        for (UidSet slice : slices(candidates)) {
            List<SearchCriterion> asked = new ArrayList<>(remote);
            asked.addFirst(new SearchCriterion.Uids(slice));
            found.addAll(account.search(mailbox.id(), new SearchCriterion.AllOf(asked), wanted));
        }
        return view.present(found.build());
    }

    /** The messages in portions that the store can answer in time. */
    private List<UidSet> slices(UidSet uids) {
        List<UidSet> slices = new ArrayList<>();
        UidSet.Builder slice = UidSet.builder();
        int messages = 0;
        long octets = 0;
        for (int i = 0; i < view.size(); i++) {
            if (!uids.contains(view.uid(i))) {
                continue;
            }
            if (messages == MOST_ASKED || octets > MOST_OCTETS_ASKED) {
                slices.add(slice.build());
                slice = UidSet.builder();
                messages = 0;
                octets = 0;
            }
            slice.add(view.uid(i));
            messages++;
            octets += view.octets(i);
        }
        slices.add(slice.build());
        return slices;
    }

    private UidSet candidates(SearchKey key) {
        UidSet.Builder found = UidSet.builder();
        int keys = keys(key);
        for (int i = 0; i < view.size(); i++) {
            if (matches(key, i)) {
                found.add(view.uid(i));
            }
            compared += keys;
            if (compared > COMPARED_AT_ONCE) {
                compared = 0;
                makeWay();
            }
        }
        return found.build();
    }

    private void makeWay() {
        connection.makeWay();
        if (!connection.isClientThere()) {
            throw new SearchRefusedException(SearchRefusedException.Reason.NOT_WANTED);
        }
    }

    /** Keys in it, itself included. */
    static int keys(SearchKey key) {
        return switch (key) {
            case SearchKey.Not k -> 1 + keys(k.key());
            case SearchKey.Or k -> 1 + keys(k.left()) + keys(k.right());
            case SearchKey.And k -> 1 + k.keys().stream().mapToInt(SearchPlan::keys).sum();
            default -> 1;
        };
    }

    static boolean isLocal(SearchKey key) {
        return switch (key) {
            case SearchKey.Envelope k -> false;
            case SearchKey.Header k -> false;
            case SearchKey.Body k -> false;
            case SearchKey.Text k -> false;
            case SearchKey.Day k -> !k.sent();
            case SearchKey.Not k -> isLocal(k.key());
            case SearchKey.Or k -> isLocal(k.left()) && isLocal(k.right());
            case SearchKey.And k -> k.keys().stream().allMatch(SearchPlan::isLocal);
            default -> true;
        };
    }

    boolean usesModSeq(SearchKey key) {
        return switch (key) {
            case SearchKey.ModSeq k -> true;
            case SearchKey.Not k -> usesModSeq(k.key());
            case SearchKey.Or k -> usesModSeq(k.left()) || usesModSeq(k.right());
            case SearchKey.And k -> k.keys().stream().anyMatch(this::usesModSeq);
            default -> false;
        };
    }

    /** Whether every sequence number in it is of a message. */
    boolean numbersExist(SearchKey key) {
        return switch (key) {
            case SearchKey.Numbers k -> areNumbers(resolved(k.set(), view.size()));
            case SearchKey.Not k -> numbersExist(k.key());
            case SearchKey.Or k -> numbersExist(k.left()) && numbersExist(k.right());
            case SearchKey.And k -> k.keys().stream().allMatch(this::numbersExist);
            default -> true;
        };
    }

    private boolean areNumbers(UidSet numbers) {
        return numbers.isEmpty() || numbers.last(numbers.ranges() - 1) <= view.size();
    }

    private boolean matches(SearchKey key, int i) {
        return switch (key) {
            case SearchKey.All k -> true;
            case SearchKey.Flag k -> hasFlag(i, k.flag()) == k.set();
            case SearchKey.Recent k -> mailbox.isRecent(view.uid(i)) == k.recent();
            case SearchKey.New k ->
                    mailbox.isRecent(view.uid(i)) && (view.flags(i) & FlagNames.SEEN) == 0;
            case SearchKey.Day k -> matches(k, i);
            case SearchKey.Larger k -> view.octets(i) > k.octets();
            case SearchKey.Smaller k -> view.octets(i) < k.octets();
            case SearchKey.ModSeq k -> view.modSeq(i) >= k.atLeast();
            case SearchKey.Numbers k -> resolved(k.set(), view.size()).contains(i + 1L);
            case SearchKey.Uids k ->
                    resolved(k.set(), view.uid(view.size() - 1)).contains(view.uid(i));
            case SearchKey.Not k -> !matches(k.key(), i);
            case SearchKey.Or k -> matches(k.left(), i) || matches(k.right(), i);
            case SearchKey.And k -> {
                for (SearchKey part : k.keys()) {
                    if (!matches(part, i)) {
                        yield false;
                    }
                }
                yield true;
            }
            case SearchKey.Envelope k -> throw remote();
            case SearchKey.Header k -> throw remote();
            case SearchKey.Body k -> throw remote();
            case SearchKey.Text k -> throw remote();
        };
    }

    private static IllegalStateException remote() {
        return new IllegalStateException("only the store can answer that");
    }

    private boolean hasFlag(int i, String flag) {
        int bit = view.names().bit(flag);
        return bit >= 0 && (view.flags(i) >> bit & 1) != 0;
    }

    private boolean matches(SearchKey.Day key, int i) {
        long day = Math.floorDiv(view.internalDate(i), DAY);
        long asked = key.day().toEpochDay();
        return switch (key.relation()) {
            case BEFORE -> day < asked;
            case ON -> day == asked;
            case SINCE -> day >= asked;
        };
    }

    /** The UIDs, or the sequence numbers, that a set means here; each set is looked at once. */
    private UidSet resolved(SequenceSet set, long highest) {
        return resolved.computeIfAbsent(set, written -> written.resolve(highest));
    }

    /** The key in the store's terms. */
    private SearchCriterion criterion(SearchKey key) {
        return switch (key) {
            case SearchKey.Envelope k -> new SearchCriterion.Envelope(k.field(), k.text());
            case SearchKey.Header k -> new SearchCriterion.Header(k.name(), k.text());
            case SearchKey.Body k -> new SearchCriterion.Body(k.text());
            case SearchKey.Text k -> new SearchCriterion.Text(k.text());
            case SearchKey.Day k when k.sent() ->
                    new SearchCriterion.Day(relation(k.relation()), k.day(), true);
            case SearchKey.Not k -> new SearchCriterion.Not(criterion(k.key()));
            case SearchKey.Or k ->
                    new SearchCriterion.AnyOf(List.of(criterion(k.left()), criterion(k.right())));
            case SearchKey.And k ->
                    new SearchCriterion.AllOf(k.keys().stream().map(this::criterion).toList());
            default -> new SearchCriterion.Uids(candidates(key));
        };
    }

    private static SearchCriterion.DayRelation relation(SearchKey.Relation relation) {
        return switch (relation) {
            case BEFORE -> SearchCriterion.DayRelation.BEFORE;
            case ON -> SearchCriterion.DayRelation.ON;
            case SINCE -> SearchCriterion.DayRelation.SINCE;
        };
    }
}
