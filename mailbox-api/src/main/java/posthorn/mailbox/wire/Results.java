package posthorn.mailbox.wire;

import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.RefusalReason;
import posthorn.mailbox.account.Result;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.Done;
import posthorn.protocol.wire.Refused;

/** Answers to commands. */
public final class Results {

    private Results() {}

    /** The record that stands for a result. */
    public static CommandResult encode(Result result) {
        CommandResult.Builder record = CommandResult.newBuilder().setN(result.n());
        switch (result.outcome()) {
            case CommandOutcome.Done done -> record.setDone(encode(done));
            case CommandOutcome.Refused refused ->
                    record.setRefused(
                            Refused.newBuilder()
                                    .setReason(encode(refused.reason()))
                                    .setText(refused.text()));
        }
        return record.build();
    }

    /** The result that a record stands for. */
    public static Result decode(CommandResult record) {
        return new Result(
                record.getN(),
                record.hasRefused()
                        ? new CommandOutcome.Refused(
                                decode(record.getRefused().getReason()),
                                record.getRefused().getText())
                        : decode(record.getDone()));
    }

    private static Done encode(CommandOutcome.Done done) {
        return Done.newBuilder()
                .setMailbox(done.mailbox())
                .setUidValidity(done.uidValidity())
                .addAllUids(Uids.encode(done.uids()))
                .addAllFromUids(Uids.encode(done.fromUids()))
                .addAllModified(Uids.encode(done.modified()))
                .addAllAffected(Uids.encode(done.affected()))
                .setModSeq(done.modSeq())
                .setRecentFrom(done.recentFrom())
                .build();
    }

    private static CommandOutcome.Done decode(Done done) {
        return new CommandOutcome.Done(
                done.getMailbox(),
                done.getUidValidity(),
                Uids.decode(done.getUidsList()),
                Uids.decode(done.getFromUidsList()),
                Uids.decode(done.getModifiedList()),
                Uids.decode(done.getAffectedList()),
                done.getModSeq(),
                done.getRecentFrom());
    }

    private static posthorn.protocol.wire.Refusal encode(RefusalReason reason) {
        return posthorn.protocol.wire.Refusal.valueOf(reason.name());
    }

    private static RefusalReason decode(posthorn.protocol.wire.Refusal reason) {
        return RefusalReason.valueOf(reason.name());
    }
}
