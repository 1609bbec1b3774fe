package posthorn.mailbox.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.FlagTable;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.wire.Uids;
import posthorn.protocol.mime.SearchTerm;
import posthorn.protocol.wire.HeaderSearch;
import posthorn.protocol.wire.SearchKey;
import posthorn.protocol.wire.SearchRefusal;

/** What is looked for in one mailbox: the keys as they are asked of each message. Immutable. */
final class SearchPlan {

    /** The keys meet a limit. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final SearchRefusal refusal;

        private Refused(SearchRefusal refusal) {
            super(refusal.name(), null, false, false);
            this.refusal = refusal;
        }

        SearchRefusal refusal() {
            return refusal;
        }
    }

    private final Criterion criterion;
    private volatile boolean over;

    private SearchPlan(Criterion criterion) {
        this.criterion = criterion;
    }

    /**
     * The plan for a key in a mailbox with these flags.
     *
     * @throws Refused when a term is too long or there are too many keys
     */
    static SearchPlan of(SearchKey key, FlagTable flags, SearchLimits limits) throws Refused {
        return new SearchPlan(new Reader(flags, limits).read(key));
    }

    Criterion criterion() {
        return criterion;
    }

    /** Nobody waits for the answer any more, or the time is up. */
    void end() {
        over = true;
    }

    /** Whether no further text is to be looked at: what is found counts for nothing. */
    boolean isOver() {
        return over;
    }

    /** UIDs that every message that matches is among: all of them when the keys do not say. */
    UidSet uids() {
        return uids(criterion);
    }

    private static UidSet uids(Criterion criterion) {
        return switch (criterion) {
            case Criterion.Uids(var uids) -> uids;
            case Criterion.All(var parts) -> {
                UidSet fewest = UidSet.all();
                for (Criterion part : parts) {
                    UidSet uids = uids(part);
                    fewest = uids.count() < fewest.count() ? uids : fewest;
                }
                yield fewest;
            }
            case Criterion.Any any -> UidSet.all();
            case Criterion.Not not -> UidSet.all();
            case Criterion.Flag flag -> UidSet.all();
            case Criterion.Larger larger -> UidSet.all();
            case Criterion.Smaller smaller -> UidSet.all();
            case Criterion.ModSeq modSeq -> UidSet.all();
            case Criterion.Received received -> UidSet.all();
            case Criterion.Sent sent -> UidSet.all();
            case Criterion.InEnvelope envelope -> UidSet.all();
            case Criterion.InHeader header -> UidSet.all();
            case Criterion.InBody body -> UidSet.all();
            case Criterion.InText text -> UidSet.all();
        };
    }

    /** Whether facts of messages decide something. */
    boolean asksFacts() {
        return any(
                criterion,
                one -> one instanceof Criterion.InEnvelope || one instanceof Criterion.Sent);
    }

    /** Whether more than the header of a message may decide. */
    boolean asksText() {
        return any(
                criterion,
                one -> one instanceof Criterion.InBody || one instanceof Criterion.InText);
    }

    private static boolean any(Criterion criterion, Predicate<Criterion> wanted) {
        return switch (criterion) {
            case Criterion.All(var parts) -> parts.stream().anyMatch(part -> any(part, wanted));
            case Criterion.Any(var parts) -> parts.stream().anyMatch(part -> any(part, wanted));
            case Criterion.Not(var part) -> any(part, wanted);
            case Criterion.Uids uids -> wanted.test(uids);
            case Criterion.Flag flag -> wanted.test(flag);
            case Criterion.Larger larger -> wanted.test(larger);
            case Criterion.Smaller smaller -> wanted.test(smaller);
            case Criterion.ModSeq modSeq -> wanted.test(modSeq);
            case Criterion.Received received -> wanted.test(received);
            case Criterion.Sent sent -> wanted.test(sent);
            case Criterion.InEnvelope envelope -> wanted.test(envelope);
            case Criterion.InHeader header -> wanted.test(header);
            case Criterion.InBody body -> wanted.test(body);
            case Criterion.InText text -> wanted.test(text);
        };
    }

    /** Reads keys, and counts them. */
    private static final class Reader {
        private final FlagTable flags;
        private final SearchLimits limits;
        private int keys;
        private int texts;

        Reader(FlagTable flags, SearchLimits limits) {
            this.flags = flags;
            this.limits = limits;
        }

        Criterion read(SearchKey key) throws Refused {
            if (++keys > limits.mostKeys()) {
                throw new Refused(SearchRefusal.TOO_MANY_KEYS);
            }
            return switch (key.getKeyCase()) {
                case ALL_OF -> new Criterion.All(read(key.getAllOf().getKeysList()));
                case ANY_OF -> new Criterion.Any(read(key.getAnyOf().getKeysList()));
                case NOT -> new Criterion.Not(read(key.getNot()));
                case UIDS -> new Criterion.Uids(Uids.decode(key.getUids().getRangesList()));
                case FLAG -> new Criterion.Flag(flags.bits(List.of(key.getFlag())));
                case LARGER -> new Criterion.Larger(key.getLarger());
                case SMALLER -> new Criterion.Smaller(key.getSmaller());
                case BEFORE -> received(Criterion.Relation.BEFORE, key.getBefore());
                case ON -> received(Criterion.Relation.ON, key.getOn());
                case SINCE -> received(Criterion.Relation.SINCE, key.getSince());
                case SENT_BEFORE -> sent(Criterion.Relation.BEFORE, key.getSentBefore());
                case SENT_ON -> sent(Criterion.Relation.ON, key.getSentOn());
                case SENT_SINCE -> sent(Criterion.Relation.SINCE, key.getSentSince());
                case HEADER -> header(key.getHeader());
                case BODY -> new Criterion.InBody(inMessage(term(key.getBody())));
                case TEXT -> new Criterion.InText(inMessage(term(key.getText())));
                case MOD_SEQ -> new Criterion.ModSeq(key.getModSeq());
                case KEY_NOT_SET -> new Criterion.All(List.of());
            };
        }

        private List<Criterion> read(List<SearchKey> parts) throws Refused {
            List<Criterion> criteria = new ArrayList<>();
            for (SearchKey part : parts) {
                criteria.add(read(part));
            }
            return List.copyOf(criteria);
        }

        private static Criterion received(Criterion.Relation relation, String day) {
            return new Criterion.Received(relation, LocalDate.parse(day));
        }

        private static Criterion sent(Criterion.Relation relation, String day) {
            return new Criterion.Sent(relation, LocalDate.parse(day));
        }

        private Criterion header(HeaderSearch header) throws Refused {
            SearchTerm term = term(header.getValue());
            @Nullable EnvelopeField field =
                    EnvelopeField.of(header.getName(), header.getFieldText());
            return field == null
                    ? new Criterion.InHeader(header.getName(), inMessage(term))
                    : new Criterion.InEnvelope(field, term);
        }

        private SearchTerm inMessage(SearchTerm term) throws Refused {
            if (++texts > limits.mostTexts()) {
                throw new Refused(SearchRefusal.TOO_MANY_KEYS);
            }
            return term;
        }

        private SearchTerm term(String text) throws Refused {
            if (text.length() > limits.longestTerm()) {
                throw new Refused(SearchRefusal.TERM_TOO_LONG);
            }
            return SearchTerm.of(text);
        }
    }
}
