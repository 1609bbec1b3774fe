package posthorn.mailbox.search;

import java.time.LocalDate;
import java.util.function.Predicate;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.mime.MessageText;
import posthorn.protocol.mime.SearchTerm;
import posthorn.protocol.mime.SentDate;
import posthorn.protocol.wire.SearchKey;

/** What header and text of a message say, added to what its columns say. */
final class TextMatcher {

    private final ColumnMatcher columns;
    private final byte[] message;
    private final MessageText text;

    TextMatcher(ColumnMatcher columns, byte[] message) {
        this.columns = columns;
        this.message = message;
        this.text = MessageText.of(message, MessageStructure.parse(message));
    }

    /** Never OPEN. */
    MatchResult matches(SearchKey key) {
        return switch (key.getKeyCase()) {
            case ALL_OF -> MatchResult.all(key.getAllOf().getKeysList(), this::matches);
            case ANY_OF -> MatchResult.any(key.getAnyOf().getKeysList(), this::matches);
            case NOT -> matches(key.getNot()).not();
            case HEADER ->
                    MatchResult.of(
                            text.headerContains(
                                    key.getHeader().getName(),
                                    SearchTerm.of(key.getHeader().getValue())));
            case BODY -> MatchResult.of(text.bodyContains(SearchTerm.of(key.getBody())));
            case TEXT -> MatchResult.of(text.textContains(SearchTerm.of(key.getText())));
            case SENT_BEFORE -> {
                LocalDate day = LocalDate.parse(key.getSentBefore());
                yield sent(sent -> sent.isBefore(day));
            }
            case SENT_ON -> sent(LocalDate.parse(key.getSentOn())::equals);
            case SENT_SINCE -> {
                LocalDate day = LocalDate.parse(key.getSentSince());
                yield sent(sent -> !sent.isBefore(day));
            }
            case UIDS, FLAG, LARGER, SMALLER, BEFORE, ON, SINCE, MOD_SEQ, KEY_NOT_SET ->
                    columns.matches(key);
        };
    }

    private MatchResult sent(Predicate<LocalDate> test) {
        HeaderField date = MessageHeader.of(message).first("Date");
        LocalDate day = date == null ? null : SentDate.day(date.value());
        return MatchResult.of(day != null && test.test(day));
    }
}
