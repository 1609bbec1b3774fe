package posthorn.frontend.api;

import java.util.List;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.UidSet;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.CopyMessages;
import posthorn.protocol.wire.CreateMailbox;
import posthorn.protocol.wire.DeleteMailbox;
import posthorn.protocol.wire.Done;
import posthorn.protocol.wire.EmptyMaildrop;
import posthorn.protocol.wire.ExecuteRequest;
import posthorn.protocol.wire.Expunge;
import posthorn.protocol.wire.FlagMode;
import posthorn.protocol.wire.LockMaildrop;
import posthorn.protocol.wire.Refusal;
import posthorn.protocol.wire.RenameMailbox;
import posthorn.protocol.wire.StoreFlags;
import posthorn.protocol.wire.Subscribe;
import posthorn.protocol.wire.TakeRecent;
import posthorn.protocol.wire.UidRange;
import posthorn.protocol.wire.UnlockMaildrop;

/**
 * Commands of the port as requests on the wire, and results on the wire as outcomes of the port.
 */
final class WireCommands {
    private WireCommands() {}

    static ExecuteRequest encode(String account, String key, StoreCommand command) {
        ExecuteRequest.Builder out = ExecuteRequest.newBuilder().setAccount(account).setKey(key);
        switch (command) {
            case StoreCommand.CreateMailbox(String name, String specialUse) ->
                    out.setCreate(
                            CreateMailbox.newBuilder().setName(name).setSpecialUse(specialUse));
            case StoreCommand.RenameMailbox(String from, String to) ->
                    out.setRename(RenameMailbox.newBuilder().setFrom(from).setTo(to));
            case StoreCommand.DeleteMailbox(String name) ->
                    out.setDelete(DeleteMailbox.newBuilder().setName(name));
            case StoreCommand.Subscribe(String name, boolean subscribed) ->
                    out.setSubscribe(
                            Subscribe.newBuilder().setName(name).setSubscribed(subscribed));
            case StoreCommand.StoreFlags store -> out.setStore(encode(store));
            case StoreCommand.Expunge(long mailbox, UidSet uids) ->
                    out.setExpunge(
                            Expunge.newBuilder().setMailbox(mailbox).addAllUids(encode(uids)));
            case StoreCommand.CopyMessages(
                            long mailbox,
                            UidSet uids,
                            String target,
                            boolean move) ->
                    out.setCopy(
                            CopyMessages.newBuilder()
                                    .setMailbox(mailbox)
                                    .addAllUids(encode(uids))
                                    .setTarget(target)
                                    .setMove(move));
            case StoreCommand.TakeRecent(long mailbox) ->
                    out.setTakeRecent(TakeRecent.newBuilder().setMailbox(mailbox));
            case StoreCommand.LockMaildrop(String token) ->
                    out.setLockMaildrop(LockMaildrop.newBuilder().setToken(token));
            case StoreCommand.UnlockMaildrop(String token) ->
                    out.setUnlockMaildrop(UnlockMaildrop.newBuilder().setToken(token));
            case StoreCommand.EmptyMaildrop(String token, UidSet uids) ->
                    out.setEmptyMaildrop(
                            EmptyMaildrop.newBuilder().setToken(token).addAllUids(encode(uids)));
        }
        return out.build();
    }

    private static StoreFlags encode(StoreCommand.StoreFlags store) {
        StoreFlags.Builder out =
                StoreFlags.newBuilder()
                        .setMailbox(store.mailbox())
                        .addAllUids(encode(store.uids()))
                        .setMode(
                                switch (store.mode()) {
                                    case REPLACE -> FlagMode.REPLACE;
                                    case ADD -> FlagMode.ADD;
                                    case REMOVE -> FlagMode.REMOVE;
                                })
                        .addAllFlags(store.flags());
        store.unchangedSince().ifPresent(out::setUnchangedSince);
        return out.build();
    }

    static List<UidRange> encode(UidSet uids) {
        List<UidRange> out = new java.util.ArrayList<>(uids.ranges());
        for (int i = 0; i < uids.ranges(); i++) {
            out.add(UidRange.newBuilder().setFirst(uids.first(i)).setLast(uids.last(i)).build());
        }
        return out;
    }

    static UidSet decode(List<UidRange> ranges) {
        UidSet.Builder out = UidSet.builder();
        ranges.forEach(range -> out.add(range.getFirst(), range.getLast()));
        return out.build();
    }

    static StoreResult decode(CommandResult result) {
        if (result.hasRefused()) {
            return new StoreResult.Refused(
                    decode(result.getRefused().getReason()), result.getRefused().getText());
        }
        Done done = result.getDone();
        return new StoreResult.Done(
                done.getMailbox(),
                done.getUidValidity(),
                decode(done.getUidsList()),
                decode(done.getFromUidsList()),
                decode(done.getModifiedList()),
                decode(done.getAffectedList()),
                done.getModSeq(),
                done.getRecentFrom());
    }

    private static StoreResult.Reason decode(Refusal reason) {
        return switch (reason) {
            case NO_SUCH_MAILBOX -> StoreResult.Reason.NO_SUCH_MAILBOX;
            case MAILBOX_EXISTS -> StoreResult.Reason.MAILBOX_EXISTS;
            case NOT_ALLOWED, REFUSAL_UNSPECIFIED, UNRECOGNIZED -> StoreResult.Reason.NOT_ALLOWED;
            case BAD_NAME -> StoreResult.Reason.BAD_NAME;
            case OVER_QUOTA -> StoreResult.Reason.OVER_QUOTA;
            case OVER_LIMIT -> StoreResult.Reason.OVER_LIMIT;
            case IN_USE -> StoreResult.Reason.IN_USE;
            case NOT_LOCKED -> StoreResult.Reason.NOT_LOCKED;
            case NO_SUCH_ACCOUNT -> StoreResult.Reason.NO_SUCH_ACCOUNT;
            case ACCOUNT_CLOSED -> StoreResult.Reason.ACCOUNT_CLOSED;
            case TOO_OLD -> StoreResult.Reason.TOO_OLD;
        };
    }
}
