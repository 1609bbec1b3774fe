package posthorn.imap.session;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.MessageFacts;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.FetchItem;
import posthorn.imap.grammar.FetchItem.Plain;
import posthorn.imap.grammar.FetchItems;
import posthorn.imap.grammar.ImapDate;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.imap.grammar.Section;

/** Writes one FETCH response (RFC 3501 §7.4.2) per message. */
final class MessageWriter {

    private final ResponseWriter out;
    private final AccountSession account;
    private final SelectedMailbox mailbox;
    private final List<FetchItem> items;
    private final List<String> labels;
    private final List<FetchItem.Body> bodyItems;
    private final UidSet seenNow;
    private final boolean modSeqs;
    private int missing;

    /**
     * A writer of responses with these items.
     *
     * @param seenNow messages that reading has made \Seen
     * @param modSeqs whether the client knows about mod-sequences (RFC 7162 §3.1)
     */
    MessageWriter(
            ResponseWriter out,
            AccountSession account,
            SelectedMailbox mailbox,
            List<FetchItem> items,
            UidSet seenNow,
            boolean modSeqs) {
        this.out = out;
        this.account = account;
        this.mailbox = mailbox;
        this.items = items;
        this.labels = items.stream().map(MessageWriter::label).toList();
        this.bodyItems = items.stream().flatMap(MessageWriter::bodyItem).toList();
        this.seenNow = seenNow;
        this.modSeqs = modSeqs;
    }

    /**
     * A response is half sent, and the rest cannot be had: only the end of the connection is left.
     */
    static final class TornResponseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TornResponseException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    static boolean needsFacts(FetchItem item) {
        return switch (item) {
            case FetchItem.Body body -> !body.section().equals(Section.WHOLE);
            case Plain plain ->
                    switch (plain) {
                        case ENVELOPE, BODY, BODYSTRUCTURE, RFC822_HEADER, RFC822_TEXT -> true;
                        case FLAGS, INTERNALDATE, RFC822, RFC822_SIZE, UID, MODSEQ -> false;
                    };
        };
    }

    /** Whether the octets of a message are enough: they tell where its header ends. */
    static boolean needsOctetsAlone(FetchItem item) {
        return !needsFacts(item)
                || bodyItem(item)
                        .map(FetchItem.Body::section)
                        .anyMatch(section -> section.part().isEmpty());
    }

    static boolean needsBody(FetchItem item) {
        return bodyItem(item).findAny().isPresent();
    }

    /** Bodies that were gone when they were to be sent. */
    int missing() {
        return missing;
    }

    /**
     * A message that is about to be written.
     *
     * @param needed octets that its items will need, but for those that are many; null: none
     */
    record Prepared(
            int position,
            @Nullable MessageFacts facts,
            BodySections sections,
            @Nullable BodyRange needed) {}

    /**
     * What has to be known to write a message.
     *
     * @param facts null when no item needs them
     */
    Prepared prepare(int position, @Nullable MessageFacts facts) {
        MessageIndex view = mailbox.view();
        BodySections sections =
                new BodySections(
                        out,
                        account,
                        mailbox.id(),
                        view.uid(position),
                        view.octets(position),
                        facts);
        return new Prepared(position, facts, sections, sections.needed(bodyItems));
    }

    /** The item as a BODY[section], which RFC822 and its kind stand for (RFC 3501 §6.4.5). */
    private static Stream<FetchItem.Body> bodyItem(FetchItem item) {
        return switch (item) {
            case FetchItem.Body body -> Stream.of(body);
            case Plain plain ->
                    switch (plain) {
                        case RFC822 -> Stream.of(body(Section.Text.ALL));
                        case RFC822_HEADER -> Stream.of(body(Section.Text.HEADER));
                        case RFC822_TEXT -> Stream.of(body(Section.Text.TEXT));
                        case ENVELOPE,
                                BODY,
                                BODYSTRUCTURE,
                                FLAGS,
                                INTERNALDATE,
                                RFC822_SIZE,
                                UID,
                                MODSEQ ->
                                Stream.empty();
                    };
        };
    }

    private static FetchItem.Body body(Section.Text text) {
        return new FetchItem.Body(section(text), true, null);
    }

    /** The response for one message. */
    void write(Prepared message) {
        int position = message.position();
        MessageFacts facts = message.facts();
        long uid = mailbox.view().uid(position);
        BodySections sections = message.sections();
        long mark = out.mark();
        out.raw("* ").number(position + 1L).raw(" FETCH (");
        try {
            for (int i = 0; i < items.size(); i++) {
                if (i > 0) {
                    out.raw(' ');
                }
                out.raw(labels.get(i));
                write(items.get(i), position, facts, sections);
            }
        } catch (StoreUnavailableException away) {
            if (out.rollback(mark)) {
                throw away;
            }
            throw new TornResponseException("the store went away inside a response", away);
        }
        missing += sections.missing();
        if (!seenNow.isEmpty() && seenNow.contains(uid)) {
            seen(position);
        }
        out.raw(')').line();
    }

    /** Reading has set \Seen: told with the mod-sequence of that, where it is (RFC 7162 §3.2). */
    private void seen(int position) {
        if (!items.contains(Plain.FLAGS)) {
            out.raw(" FLAGS ");
            flags(position);
        }
        if (modSeqs && !items.contains(Plain.MODSEQ)) {
            out.raw(" MODSEQ (").number(mailbox.view().modSeq(position)).raw(')');
        }
    }

    private void flags(int position) {
        MessageIndex view = mailbox.view();
        Flags.write(out, view.names(), view.flags(position), mailbox.isRecent(view.uid(position)));
    }

    /** What stands before the value of an item. */
    private static String label(FetchItem item) {
        return switch (item) {
            case Plain plain -> plain.text() + ' ';
            case FetchItem.Body body -> {
                FetchItem.Partial partial = body.partial();
                String origin = partial == null ? "" : "<" + partial.offset() + ">";
                yield "BODY[" + FetchItems.section(body.section()) + "]" + origin + ' ';
            }
        };
    }

    private void write(
            FetchItem item, int position, @Nullable MessageFacts facts, BodySections sections) {
        switch (item) {
            case Plain plain -> plain(plain, position, facts, sections);
            case FetchItem.Body body -> sections.write(body.section(), body.partial());
        }
    }

    private void plain(
            Plain item, int position, @Nullable MessageFacts facts, BodySections sections) {
        MessageIndex view = mailbox.view();
        switch (item) {
            case FLAGS -> flags(position);
            case UID -> out.number(view.uid(position));
            case INTERNALDATE ->
                    out.raw('"').raw(ImapDate.formatDateTime(view.internalDate(position))).raw('"');
            case RFC822_SIZE -> out.number(view.octets(position));
            case MODSEQ -> out.raw('(').number(view.modSeq(position)).raw(')');
            case RFC822 -> sections.write(Section.WHOLE, null);
            case RFC822_HEADER -> sections.write(section(Section.Text.HEADER), null);
            case RFC822_TEXT -> sections.write(section(Section.Text.TEXT), null);
            case ENVELOPE -> StructureWriter.envelope(out, known(facts).structure().envelope());
            case BODY -> StructureWriter.part(out, known(facts).structure().root(), false);
            case BODYSTRUCTURE -> StructureWriter.part(out, known(facts).structure().root(), true);
        }
    }

    private static Section section(Section.Text text) {
        return new Section(List.of(), text, List.of());
    }

    private static MessageFacts known(@Nullable MessageFacts facts) {
        if (facts == null) {
            throw new IllegalStateException("facts were not read");
        }
        return facts;
    }
}
