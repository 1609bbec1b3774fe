package posthorn.imap.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.MessageFacts;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.FetchItem;
import posthorn.imap.grammar.FetchItem.Plain;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.session.ImapState.Selected;

/**
 * FETCH (RFC 3501 §6.4.5, RFC 7162 §3.1.4): what the index knows is written from it; for the rest
 * the store is asked for facts, a batch of messages at a time, and for ranges of bodies, one after
 * the other.
 */
final class FetchCommand {

    /** Messages whose facts are held at once while their bodies are sent. */
    private static final int BATCH = 256;

    private final boolean byUid;
    private final Selected in;
    private final SelectedMailbox mailbox;
    private final List<FetchItem> items;
    private final MessageWriter writer;
    private final BodyPrefetch groups;
    private final boolean bodies;

    /** Of messages up to so many octets no facts are asked for: their octets are enough. */
    private final long octetsAlone;

    private int missing;

    private FetchCommand(
            ImapSession session,
            Selected in,
            boolean byUid,
            List<FetchItem> items,
            UidSet seenNow) {
        this.byUid = byUid;
        this.in = in;
        this.mailbox = in.mailbox();
        this.items = items;
        this.bodies = items.stream().anyMatch(MessageWriter::needsBody);
        this.octetsAlone =
                items.stream().allMatch(MessageWriter::needsOctetsAlone)
                        ? AccountSession.READ_WHOLE
                        : -1;
        this.writer =
                new MessageWriter(
                        session.out(), in.account(), mailbox, items, seenNow, session.condStore());
        this.groups = new BodyPrefetch(in.account(), mailbox, writer);
    }

    static TaggedResponse run(ImapSession session, Selected in, ImapCommand.Fetch command) {
        SelectedMailbox mailbox = in.mailbox();
        UidSet uids =
                command.uid() ? mailbox.existing(command.set()) : mailbox.uidsOf(command.set());
        if (uids == null) {
            return TaggedResponse.bad("No such message");
        }
        List<FetchItem> items = new ArrayList<>(command.items());
        if (command.uid() && !items.contains(Plain.UID)) {
            items.addFirst(Plain.UID);
        }
        if (command.changedSince().isPresent() && !items.contains(Plain.MODSEQ)) {
            items.add(Plain.MODSEQ);
        }
        if (items.contains(Plain.MODSEQ)) {
            session.enableCondStore();
        }
        UidSet asked = changed(mailbox.view(), uids, command.changedSince());
        if (asked.isEmpty()) {
            return TaggedResponse.ok("Nothing to fetch");
        }
        UidSet seenNow = markSeen(session, in, asked, items);
        return new FetchCommand(session, in, command.uid(), items, seenNow).fetch(asked);
    }

    private static UidSet changed(MessageIndex view, UidSet uids, OptionalLong since) {
        if (since.isEmpty()) {
            return uids;
        }
        UidSet.Builder changed = UidSet.builder();
        uids.forEach(uid -> {
            if (view.modSeq(view.position(uid)) > since.getAsLong()) {
                changed.add(uid);
            }
        });
        return changed.build();
    }

    /**
     * Sets \Seen where an item implies it (RFC 3501 §6.4.5), on all messages at once; returns those
     * it was new for.
     */
    private static UidSet markSeen(
            ImapSession session, Selected in, UidSet asked, List<FetchItem> items) {
        SelectedMailbox mailbox = in.mailbox();
        if (mailbox.readOnly() || items.stream().noneMatch(FetchCommand::impliesSeen)) {
            return UidSet.EMPTY;
        }
        MessageIndex view = mailbox.view();
        UidSet.Builder builder = UidSet.builder();
        asked.forEach(uid -> {
            if ((view.flags(view.position(uid)) & FlagNames.SEEN) == 0) {
                builder.add(uid);
            }
        });
        UidSet unseen = builder.build();
        if (!unseen.isEmpty()) {
            in.account()
                    .execute(
                            new StoreCommand.StoreFlags(
                                    mailbox.id(),
                                    unseen,
                                    StoreCommand.FlagMode.ADD,
                                    List.of("\\Seen"),
                                    OptionalLong.empty()));
            session.sync(false, unseen);
        }
        return unseen;
    }

    private static boolean impliesSeen(FetchItem item) {
        return switch (item) {
            case FetchItem.Body body -> !body.peek();
            case Plain plain -> plain == Plain.RFC822 || plain == Plain.RFC822_TEXT;
        };
    }

    private TaggedResponse fetch(UidSet asked) {
        try {
            if (items.stream().noneMatch(MessageWriter::needsFacts)) {
                asked.forEach(uid -> next(mailbox.view().position(uid), null));
            } else {
                fetchInBatches(asked);
            }
            groups.finish();
        } finally {
            groups.close();
        }
        return byUid || missing + writer.missing() == 0
                ? TaggedResponse.ok("Fetched")
                : TaggedResponse.no("EXPUNGEISSUED", "Some of the messages no longer exist");
    }

    private void next(int position, @Nullable MessageFacts facts) {
        MessageWriter.Prepared message = writer.prepare(position, facts);
        if (bodies) {
            groups.add(message);
        } else {
            writer.write(message);
        }
    }

    /** So that no stream of facts stays open while a client takes its answers. */
    private void fetchInBatches(UidSet asked) {
        MessageIndex view = mailbox.view();
        UidSet.Builder batch = UidSet.builder();
        int count = 0;
        for (int i = 0; i < asked.ranges(); i++) {
            int position = view.lowerBound(asked.first(i));
            for (; position < view.size() && view.uid(position) <= asked.last(i); position++) {
                batch.add(view.uid(position));
                if (++count == BATCH) {
                    fetchBatch(batch.build());
                    batch = UidSet.builder();
                    count = 0;
                }
            }
        }
        if (count > 0) {
            fetchBatch(batch.build());
        }
    }

    private void fetchBatch(UidSet batch) {
        Map<Long, MessageFacts> facts = new HashMap<>();
        UidSet needed = needFacts(batch);
        if (!needed.isEmpty()) {
            facts(needed).forEach(each -> facts.put(each.uid(), each));
        }
        MessageIndex view = mailbox.view();
        batch.forEach(uid -> {
            int position = view.position(uid);
            MessageFacts known = facts.get(uid);
            if (known != null || isReadWhole(view, position)) {
                next(position, known);
            } else {
                missing++;
            }
        });
    }

    private UidSet needFacts(UidSet batch) {
        MessageIndex view = mailbox.view();
        UidSet.Builder needed = UidSet.builder();
        batch.forEach(uid -> {
            if (!isReadWhole(view, view.position(uid))) {
                needed.add(uid);
            }
        });
        return needed.build();
    }

    private boolean isReadWhole(MessageIndex view, int position) {
        return view.octets(position) <= octetsAlone;
    }

    /** Of a message that is read piece by piece they are asked for once. */
    private List<MessageFacts> facts(UidSet batch) {
        boolean piece = batch.count() == 1 && items.stream().anyMatch(FetchCommand::isPartial);
        MessageFacts known = piece ? mailbox.lastFacts(batch.first(0)) : null;
        if (known != null) {
            return List.of(known);
        }
        List<MessageFacts> facts = new ArrayList<>();
        in.account().facts(mailbox.id(), batch, facts::add);
        if (piece) {
            facts.forEach(mailbox::keepFacts);
        }
        return facts;
    }

    private static boolean isPartial(FetchItem item) {
        return item instanceof FetchItem.Body body && body.partial() != null;
    }
}
