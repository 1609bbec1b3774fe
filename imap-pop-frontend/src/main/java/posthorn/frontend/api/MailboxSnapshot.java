package posthorn.frontend.api;

import io.grpc.Channel;
import java.time.Duration;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.MessageIndex;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.OpenAnswer;
import posthorn.protocol.wire.OpenRequest;

/**
 * A mailbox read whole.
 *
 * @param index its messages
 * @param n entry number at which they were so
 */
record MailboxSnapshot(MessageIndex index, long n) {

    /**
     * Reads a mailbox, one bounded piece at a time.
     *
     * @param known names whose bits the index keeps
     * @param limit for each piece
     * @throws io.grpc.StatusRuntimeException NOT_FOUND: there is no such mailbox
     */
    static MailboxSnapshot read(
            Channel channel, String account, long mailbox, FlagNames known, Duration limit) {
        OpenRequest request =
                OpenRequest.newBuilder().setAccount(account).setMailbox(mailbox).build();
        WireRows rows = new WireRows(known);
        try (AnswerStream<OpenRequest, OpenAnswer> pieces =
                AnswerStream.of(
                        limit,
                        observer -> MailboxesGrpc.newStub(channel).open(request, observer))) {
            for (OpenAnswer answer = pieces.next(); answer != null; answer = pieces.next()) {
                rows.add(answer);
            }
        }
        return new MailboxSnapshot(rows.build(), rows.n());
    }
}
