package posthorn.mailbox.browse;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.FactsBlock;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.FactsCache;
import posthorn.mailbox.content.SearchQuery;
import posthorn.mailbox.search.Searches;
import posthorn.mailbox.wire.Uids;
import posthorn.protocol.wire.SearchKey;
import posthorn.protocol.wire.SearchRefusal;

/**
 * Messages of a mailbox, the newest first, a page at a time. Safe for all threads; nothing waits.
 */
public final class MessageListing {

    private final AccountCache accounts;
    private final FactsCache facts;
    private final Searches searches;

    /** Lists messages of these accounts. */
    public MessageListing(AccountCache accounts, FactsCache facts, Searches searches) {
        this.accounts = accounts;
        this.facts = facts;
        this.searches = searches;
    }

    /** A search met a limit of the settings. */
    public static final class SearchRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final SearchRefusal reason;

        SearchRefused(SearchRefusal reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }

        /** Which limit. */
        public SearchRefusal reason() {
            return reason;
        }
    }

    /**
     * The newest messages of a mailbox below a UID.
     *
     * @param key what they have to match; null: all do
     * @param before only UIDs below this
     * @param limit at least 1
     * @return by falling UID; fails with {@link NoSuchElementException} when there is no such
     *     mailbox, with {@link SearchRefused} when the search meets a limit
     */
    public Uni<List<MessageSummary>> newest(
            String account, long mailbox, @Nullable SearchKey key, long before, int limit) {
        return accounts.current(account)
                .flatMap(state -> {
                    Mailbox found = state.mailbox(mailbox);
                    if (found == null) {
                        throw new NoSuchElementException("there is no mailbox " + mailbox);
                    }
                    UidSet older = before <= 1 ? UidSet.EMPTY : UidSet.range(1, before - 1);
                    return matching(state, mailbox, key, older)
                            .flatMap(uids -> new Walk(state, found, uids, limit).all());
                });
    }

    private Uni<UidSet> matching(
            AccountState state, long mailbox, @Nullable SearchKey key, UidSet older) {
        if (key == null || older.isEmpty()) {
            return Uni.createFrom().item(older);
        }
        SearchKey among =
                SearchKey.newBuilder()
                        .setUids(
                                posthorn.protocol.wire.UidSet.newBuilder()
                                        .addAllRanges(Uids.encode(older)))
                        .build();
        return searches.search(state, mailbox, SearchQuery.allOf(List.of(among, key)))
                .map(answer -> {
                    if (answer.getRefusal() != SearchRefusal.NOT_REFUSED) {
                        throw new SearchRefused(answer.getRefusal());
                    }
                    return Uids.decode(answer.getUidsList());
                });
    }

    /** From the last segment to the first, until the page is full. */
    private final class Walk {
        private final AccountState state;
        private final Mailbox mailbox;
        private final UidSet uids;
        private final int limit;
        private final List<Segment> segments;
        private final List<MessageSummary> messages = new ArrayList<>();

        Walk(AccountState state, Mailbox mailbox, UidSet uids, int limit) {
            this.state = state;
            this.mailbox = mailbox;
            this.uids = uids;
            this.limit = limit;
            this.segments = mailbox.touched(uids);
        }

        Uni<List<MessageSummary>> all() {
            return from(segments.size() - 1);
        }

        private Uni<List<MessageSummary>> from(int segment) {
            if (segment < 0 || messages.size() == limit) {
                return Uni.createFrom().item(messages);
            }
            return facts.read(
                            state,
                            segments.get(segment),
                            (loaded, block) -> take(loaded, block, segments.get(segment)))
                    .flatMap(taken -> from(segment - 1));
        }

        private boolean take(Segment loaded, FactsBlock block, Segment wanted) {
            int row = loaded.firstNotBefore(wanted.head().lastUid() + 1) - 1;
            while (row >= 0
                    && loaded.uid(row) >= wanted.head().firstUid()
                    && messages.size() < limit) {
                if (!loaded.isGone(row) && uids.contains(loaded.uid(row))) {
                    messages.add(
                            MessageSummary.of(loaded, row, block.get(row), mailbox.head().flags()));
                }
                row--;
            }
            return true;
        }
    }
}
