package posthorn.frontend.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.IndexBuilder;
import posthorn.frontend.store.MailboxHead;
import posthorn.frontend.store.MessageIndex;
import posthorn.protocol.wire.MessageRows;
import posthorn.protocol.wire.OpenAnswer;

/** The answers to Open, put together to an index. For one thread. */
final class WireRows {
    private final FlagNames known;
    private @Nullable IndexBuilder builder;
    private long n;

    /**
     * Nothing yet.
     *
     * @param known names whose bits are kept
     */
    WireRows(FlagNames known) {
        this.known = known;
    }

    void add(OpenAnswer answer) {
        IndexBuilder rows = builder;
        if (rows == null) {
            n = answer.getN();
            List<String> names = List.copyOf(answer.getFlagNamesList());
            rows = MessageIndex.builder(decode(answer.getHead()), names, known);
            builder = rows;
        }
        MessageRows columns = answer.getRows();
        for (int i = 0; i < columns.getUidsCount(); i++) {
            rows.row(
                    columns.getUids(i),
                    columns.getFlags(i),
                    columns.getModSeqs(i),
                    columns.getSizes(i),
                    columns.getInternalDates(i));
        }
    }

    /** Entry number at which the rows were true. */
    long n() {
        return n;
    }

    MessageIndex build() {
        if (builder == null) {
            throw new IllegalStateException("Open gave no answer");
        }
        return builder.build();
    }

    static MailboxHead decode(posthorn.protocol.wire.MailboxHead head) {
        return new MailboxHead(
                head.getMailbox(),
                head.getName(),
                head.getUidValidity(),
                head.getUidNext(),
                head.getMessages(),
                head.getUnseen(),
                head.getRecentFrom(),
                head.getHighestModSeq(),
                head.getSpecialUse(),
                head.getSize());
    }
}
