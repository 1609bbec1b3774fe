package posthorn.mailbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.wire.Shapes;

/** What is in mailboxes, as a node reads it. */
final class Reading {

    /**
     * A message.
     *
     * @param size as the mailbox says
     * @param octets as the body has
     */
    record Message(String subject, long size, long octets, boolean flagged) {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long FLAGGED = 1L << 2;

    private final MailboxComponents node;

    Reading(MailboxComponents node) {
        this.node = node;
    }

    /** Messages of INBOX by UID. */
    Map<Long, Message> inbox(String account) {
        AccountState state = node.accounts().current(account).await().atMost(PATIENCE);
        @Nullable Mailbox inbox = state.mailbox("INBOX");
        Map<Long, Message> messages = new TreeMap<>();
        for (Segment segment : inbox == null ? List.<Segment>of() : inbox.segments()) {
            node.reads()
                    .segment(state, segment, true, loaded -> collect(account, loaded, messages))
                    .await()
                    .atMost(PATIENCE);
        }
        return messages;
    }

    private boolean collect(String account, Segment segment, Map<Long, Message> messages) {
        for (int row = 0; row < segment.columns().count(); row++) {
            if (!segment.isGone(row)) {
                messages.put(segment.uid(row), message(account, segment, row));
            }
        }
        return true;
    }

    private Message message(String account, Segment segment, int row) {
        long octets =
                node.accounts()
                        .stores()
                        .bodies()
                        .read(account, segment.columns().bodies().get(row), 0, 0)
                        .map(part -> (long) part.remaining())
                        .collect()
                        .with(java.util.stream.Collectors.summingLong(Long::longValue))
                        .await()
                        .atMost(PATIENCE);
        return new Message(
                Shapes.facts(segment.facts(row)).getEnvelope().getSubject().toStringUtf8(),
                segment.columns().sizes()[row],
                octets,
                (segment.flagColumns().flags()[row] & FLAGGED) != 0);
    }
}
