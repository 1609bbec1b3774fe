package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Result;

/** The logs that the directory has to keep in step. */
@FunctionalInterface
public interface AccountLogs {

    /**
     * Does a command once per key.
     *
     * @return fails when nothing is known of what happened: ask again under the same key
     */
    Uni<Result> execute(String account, Command command);
}
