package posthorn.mailbox.accountcache;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.ChoreRequest;

/** Runs chores on accounts as housekeeping does, when a test says so. */
public final class Chores {

    private final AccountCache accounts;
    private final ChoreRunner runner;

    public Chores(AccountCache accounts, Supplier<String> ids, Scheduler scheduler) {
        this.accounts = accounts;
        this.runner = new ChoreRunner(accounts, ids, scheduler::execute);
    }

    /** Runs it; then is told how it ended, null: by a defect. */
    public void run(String account, Chore chore, Consumer<ChoreRequest.@Nullable Over> ended) {
        runner.run(account, chore)
                .whenComplete((over, defect) -> {
                    if (over != null && over.done()) {
                        accounts.all().stream()
                                .filter(each -> each.id().equals(account))
                                .forEach(each -> each.adopt(over.layout()));
                    }
                    ended.accept(over);
                });
    }
}
