package posthorn.mailbox.registry;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import posthorn.mailbox.directory.AddressEntry;

/** All accounts of a list, page by page, in as little memory and stack for many as for few. */
final class AccountPages {

    private AccountPages() {}

    /**
     * What comes of each page, one after another.
     *
     * @param behind those behind an address, in order; none: there are no more
     */
    static <T> Multi<T> each(
            Function<String, CompletionStage<List<AddressEntry.Account>>> behind,
            Function<List<AddressEntry.Account>, Uni<T>> work) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(""),
                        last ->
                                Uni.createFrom()
                                        .completionStage(() -> behind.apply(last.get()))
                                        .invoke(page -> {
                                            if (!page.isEmpty()) {
                                                last.set(page.getLast().address());
                                            }
                                        }))
                .until(List::isEmpty)
                .onItem()
                .transformToUniAndConcatenate(page -> work.apply(page));
    }
}
