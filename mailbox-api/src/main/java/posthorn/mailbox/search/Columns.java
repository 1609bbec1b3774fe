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
final class Columns {

    private final Segment segment;
    private final int row;
    private final FlagTable flags;

    Columns(Segment segment, int row, FlagTable flags) {
        this.segment = segment;
        this.row = row;
        this.flags = flags;
    }

    /** Whether it matches; OPEN where header or text decide. */
    Answer matches(SearchKey key) {
        return switch (key.getKeyCase()) {
            case ALL_OF -> Answer.all(key.getAllOf().getKeysList(), this::matches);
            case ANY_OF -> Answer.any(key.getAnyOf().getKeysList(), this::matches);
            case NOT -> matches(key.getNot()).not();
            case UIDS ->
                    Answer.of(
                            Uids.decode(key.getUids().getRangesList()).contains(segment.uid(row)));
            case FLAG -> Answer.of(has(key.getFlag()));
            case LARGER -> Answer.of(segment.rows().sizes()[row] > key.getLarger());
            case SMALLER -> Answer.of(segment.rows().sizes()[row] < key.getSmaller());
            case BEFORE -> Answer.of(day().isBefore(LocalDate.parse(key.getBefore())));
            case ON -> Answer.of(day().equals(LocalDate.parse(key.getOn())));
            case SINCE -> Answer.of(!day().isBefore(LocalDate.parse(key.getSince())));
            case MOD_SEQ -> Answer.of(segment.marks().modSeqs()[row] >= key.getModSeq());
            case SENT_BEFORE, SENT_ON, SENT_SINCE, HEADER, BODY, TEXT -> Answer.OPEN;
            case KEY_NOT_SET -> Answer.YES;
        };
    }

    private boolean has(String flag) {
        long bits = flags.bits(List.of(flag));
        return bits != 0 && (segment.marks().flags()[row] & bits) == bits;
    }

    private LocalDate day() {
        return LocalDate.ofInstant(
                Instant.ofEpochMilli(segment.rows().dates()[row]), ZoneOffset.UTC);
    }
}
