package posthorn.mailbox.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.directory.Vacation;
import posthorn.mailbox.directory.VacationStore;

/** What accounts answer, in memory. */
public final class MemoryVacations implements VacationStore {

    private final Map<String, Vacation> vacations = new HashMap<>();

    @Override
    public synchronized CompletionStage<Optional<Vacation>> find(String account) {
        return CompletableFuture.completedStage(Optional.ofNullable(vacations.get(account)));
    }

    @Override
    public synchronized CompletionStage<Boolean> put(Vacation vacation) {
        Vacation there = vacations.get(vacation.account());
        boolean follows = (there == null ? 0 : there.version()) == vacation.version() - 1;
        if (follows) {
            vacations.put(vacation.account(), vacation);
        }
        return CompletableFuture.completedStage(follows);
    }

    @Override
    public synchronized CompletionStage<Void> remove(String account) {
        vacations.remove(account);
        return CompletableFuture.completedStage(null);
    }
}
