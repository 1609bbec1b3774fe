package posthorn.mailbox.browse;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import posthorn.mailbox.account.Facts;
import posthorn.mailbox.account.FlagTable;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.content.HeaderView;
import posthorn.mailbox.content.HeaderView.Person;
import posthorn.mailbox.content.MessageParts;
import posthorn.mailbox.wire.Shapes;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.wire.FactsCodec;
import posthorn.protocol.wire.MessageFacts;

/**
 * A message in a list, from what is known without reading it.
 *
 * @param flags system flags with their backslash, keywords without
 * @param from who has written it, at most {@value #MOST_PEOPLE}; so of {@code to}
 * @param received internal date
 * @param size octets
 * @param hasAttachments whether it has files, pictures within its text not counted
 * @param preview first words of its text; empty: none
 * @param messageId with its brackets; empty: none
 */
public record MessageSummary(
        long uid,
        List<String> flags,
        List<Person> from,
        List<Person> to,
        String subject,
        Instant received,
        long size,
        boolean hasAttachments,
        String preview,
        String messageId) {

    static final int MOST_PEOPLE = 10;

    /** The message of a row, its columns in memory. */
    static MessageSummary of(Segment segment, int row, Facts found, FlagTable table) {
        long size = segment.columns().sizes()[row];
        MessageFacts facts = Shapes.facts(found);
        MessageStructure structure = FactsCodec.structure(facts, size);
        return new MessageSummary(
                segment.uid(row),
                table.names(segment.flagColumns().flags()[row]),
                HeaderView.people(structure.envelope().from(), MOST_PEOPLE),
                HeaderView.people(structure.envelope().to(), MOST_PEOPLE),
                HeaderView.subject(structure.envelope()),
                Instant.ofEpochMilli(segment.columns().dates()[row]),
                size,
                MessageParts.of(structure.root()).hasAttachments(),
                facts.getPreview(),
                Objects.requireNonNullElse(structure.envelope().messageId(), "").strip());
    }
}
