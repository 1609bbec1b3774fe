package posthorn.mailbox.wire;

import java.util.OptionalLong;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.FlagMode;
import posthorn.protocol.wire.CopyMessages;
import posthorn.protocol.wire.ExecuteRequest;
import posthorn.protocol.wire.StoreFlags;

/** Commands as other services send them. */
public final class Commands {

    private Commands() {}

    /**
     * The command that a request asks for.
     *
     * @throws IllegalArgumentException when it asks for none, has no key or names something that
     *     cannot be
     */
    public static Command decode(ExecuteRequest request) {
        String key = request.getKey();
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the command has no key");
        }
        return switch (request.getCommandCase()) {
            case CREATE ->
                    new Command.CreateMailbox(
                            key,
                            request.getCreate().getName(),
                            request.getCreate().getSpecialUse());
            case RENAME ->
                    new Command.RenameMailbox(
                            key, request.getRename().getFrom(), request.getRename().getTo());
            case DELETE -> new Command.DeleteMailbox(key, request.getDelete().getName());
            case SUBSCRIBE ->
                    new Command.Subscribe(
                            key,
                            request.getSubscribe().getName(),
                            request.getSubscribe().getSubscribed());
            case STORE -> store(key, request.getStore());
            case EXPUNGE ->
                    new Command.Expunge(
                            key,
                            request.getExpunge().getMailbox(),
                            Uids.decode(request.getExpunge().getUidsList()));
            case COPY -> copy(key, request.getCopy());
            case TAKE_RECENT -> new Command.TakeRecent(key, request.getTakeRecent().getMailbox());
            case LOCK_MAILDROP ->
                    new Command.LockMaildrop(key, request.getLockMaildrop().getToken());
            case UNLOCK_MAILDROP ->
                    new Command.UnlockMaildrop(key, request.getUnlockMaildrop().getToken());
            case EMPTY_MAILDROP ->
                    new Command.EmptyMaildrop(
                            key,
                            request.getEmptyMaildrop().getToken(),
                            Uids.decode(request.getEmptyMaildrop().getUidsList()));
            case COMMAND_NOT_SET -> throw new IllegalArgumentException("there is no command");
        };
    }

    private static Command store(String key, StoreFlags store) {
        return new Command.StoreFlags(
                key,
                store.getMailbox(),
                Uids.decode(store.getUidsList()),
                mode(store.getMode()),
                store.getFlagsList(),
                store.hasUnchangedSince()
                        ? OptionalLong.of(store.getUnchangedSince())
                        : OptionalLong.empty());
    }

    private static Command copy(String key, CopyMessages copy) {
        return new Command.CopyMessages(
                key,
                copy.getMailbox(),
                Uids.decode(copy.getUidsList()),
                copy.getTarget(),
                copy.getMove());
    }

    private static FlagMode mode(posthorn.protocol.wire.FlagMode mode) {
        return switch (mode) {
            case REPLACE -> FlagMode.REPLACE;
            case ADD -> FlagMode.ADD;
            case REMOVE -> FlagMode.REMOVE;
            case FLAG_MODE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("there is no such way to store flags");
        };
    }
}
