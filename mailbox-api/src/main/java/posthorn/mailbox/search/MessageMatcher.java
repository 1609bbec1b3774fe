package posthorn.mailbox.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.columns.Segment;
import posthorn.protocol.mime.EnvelopeStructure;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.mime.MessageText;
import posthorn.protocol.mime.SentDate;

/**
 * Asks criteria of one message, by as much of it as is known: its columns always, its envelope and
 * its octets when they were read.
 */
final class MessageMatcher {

    private final Segment segment;
    private final int row;
    private final @Nullable EnvelopeStructure envelope;
    private final @Nullable MessageText text;
    private final BooleanSupplier over;

    private MessageMatcher(
            Segment segment,
            int row,
            @Nullable EnvelopeStructure envelope,
            @Nullable MessageText text,
            BooleanSupplier over) {
        this.segment = segment;
        this.row = row;
        this.envelope = envelope;
        this.text = text;
        this.over = over;
    }

    /** By the columns alone. */
    static MessageMatcher byColumns(Segment segment, int row) {
        return new MessageMatcher(segment, row, null, null, () -> false);
    }

    /** By the envelope, too. */
    MessageMatcher with(EnvelopeStructure known) {
        return new MessageMatcher(segment, row, known, text, over);
    }

    /**
     * By the octets, too: nothing is left open.
     *
     * @param message the whole, or the header when nobody asks for more
     * @param isOver whether the answer counts for nothing any more: then texts are not looked at
     */
    MessageMatcher with(byte[] message, BooleanSupplier isOver) {
        EnvelopeStructure known =
                envelope == null ? EnvelopeStructure.of(MessageHeader.of(message)) : envelope;
        return new MessageMatcher(
                segment,
                row,
                known,
                MessageText.of(message, MessageStructure.parse(message)),
                isOver);
    }

    /** Whether it matches; OPEN where what is not known decides. */
    MatchResult matches(Criterion criterion) {
        return switch (criterion) {
            case Criterion.All(var parts) -> MatchResult.all(parts, this::matches);
            case Criterion.Any(var parts) -> MatchResult.any(parts, this::matches);
            case Criterion.Not(var part) -> matches(part).not();
            case Criterion.Uids(var uids) -> MatchResult.of(uids.contains(segment.uid(row)));
            case Criterion.Flag(long bit) ->
                    MatchResult.of(bit != 0 && (segment.flagColumns().flags()[row] & bit) == bit);
            case Criterion.Larger(long octets) ->
                    MatchResult.of(segment.columns().sizes()[row] > octets);
            case Criterion.Smaller(long octets) ->
                    MatchResult.of(segment.columns().sizes()[row] < octets);
            case Criterion.ModSeq(long least) ->
                    MatchResult.of(segment.flagColumns().modSeqs()[row] >= least);
            case Criterion.Received(var relation, var day) ->
                    MatchResult.of(relation.holds(received(), day));
            case Criterion.Sent(var relation, var day) -> sent(relation, day);
            case Criterion.InEnvelope(var field, var term) ->
                    envelope == null
                            ? MatchResult.OPEN
                            : MatchResult.of(field.contains(envelope, term));
            case Criterion.InHeader(var name, var term) ->
                    text == null
                            ? MatchResult.OPEN
                            : MatchResult.of(
                                    !over.getAsBoolean() && text.headerContains(name, term));
            case Criterion.InBody(var term) ->
                    text == null
                            ? MatchResult.OPEN
                            : MatchResult.of(!over.getAsBoolean() && text.bodyContains(term));
            case Criterion.InText(var term) ->
                    text == null
                            ? MatchResult.OPEN
                            : MatchResult.of(!over.getAsBoolean() && text.textContains(term));
        };
    }

    private LocalDate received() {
        return LocalDate.ofInstant(
                Instant.ofEpochMilli(segment.columns().dates()[row]), ZoneOffset.UTC);
    }

    private MatchResult sent(Criterion.Relation relation, LocalDate day) {
        if (envelope == null) {
            return MatchResult.OPEN;
        }
        LocalDate sent = envelope.date() == null ? null : SentDate.day(envelope.date());
        return MatchResult.of(sent != null && relation.holds(sent, day));
    }
}
