package posthorn.mailbox.wire;

import posthorn.mailbox.account.Outcome;
import posthorn.mailbox.account.Refusal;
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
            case Outcome.Done done -> record.setDone(encode(done));
            case Outcome.Refused refused ->
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
                        ? new Outcome.Refused(
                                decode(record.getRefused().getReason()),
                                record.getRefused().getText())
                        : decode(record.getDone()));
    }

    private static Done encode(Outcome.Done done) {
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

    private static Outcome.Done decode(Done done) {
        return new Outcome.Done(
                done.getMailbox(),
                done.getUidValidity(),
                Uids.decode(done.getUidsList()),
                Uids.decode(done.getFromUidsList()),
                Uids.decode(done.getModifiedList()),
                Uids.decode(done.getAffectedList()),
                done.getModSeq(),
                done.getRecentFrom());
    }

    private static posthorn.protocol.wire.Refusal encode(Refusal reason) {
        return posthorn.protocol.wire.Refusal.valueOf(reason.name());
    }

    private static Refusal decode(posthorn.protocol.wire.Refusal reason) {
        return Refusal.valueOf(reason.name());
    }
}
