package posthorn.mailbox.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import posthorn.mailbox.account.FlagTable;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.wire.Uids;
import posthorn.protocol.wire.SearchKey;

/** What the columns say of a message. */
final class ColumnMatcher {

    private final Segment segment;
    private final int row;
    private final FlagTable flags;

    ColumnMatcher(Segment segment, int row, FlagTable flags) {
        this.segment = segment;
        this.row = row;
        this.flags = flags;
    }

    /** Whether it matches; OPEN where header or text decide. */
    MatchResult matches(SearchKey key) {
        return switch (key.getKeyCase()) {
            case ALL_OF -> MatchResult.all(key.getAllOf().getKeysList(), this::matches);
            case ANY_OF -> MatchResult.any(key.getAnyOf().getKeysList(), this::matches);
            case NOT -> matches(key.getNot()).not();
            case UIDS ->
                    MatchResult.of(
                            Uids.decode(key.getUids().getRangesList()).contains(segment.uid(row)));
            case FLAG -> MatchResult.of(has(key.getFlag()));
            case LARGER -> MatchResult.of(segment.columns().sizes()[row] > key.getLarger());
            case SMALLER -> MatchResult.of(segment.columns().sizes()[row] < key.getSmaller());
            case BEFORE -> MatchResult.of(day().isBefore(LocalDate.parse(key.getBefore())));
            case ON -> MatchResult.of(day().equals(LocalDate.parse(key.getOn())));
            case SINCE -> MatchResult.of(!day().isBefore(LocalDate.parse(key.getSince())));
            case MOD_SEQ -> MatchResult.of(segment.flagColumns().modSeqs()[row] >= key.getModSeq());
            case SENT_BEFORE, SENT_ON, SENT_SINCE, HEADER, BODY, TEXT -> MatchResult.OPEN;
            case KEY_NOT_SET -> MatchResult.YES;
        };
    }

    private boolean has(String flag) {
        long bits = flags.bits(List.of(flag));
        return bits != 0 && (segment.flagColumns().flags()[row] & bits) == bits;
    }

    private LocalDate day() {
        return LocalDate.ofInstant(
                Instant.ofEpochMilli(segment.columns().dates()[row]), ZoneOffset.UTC);
    }
}
