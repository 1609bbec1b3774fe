package posthorn.frontend.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posthorn.frontend.store.StoreContract.append;
import static posthorn.frontend.store.StoreContract.mailbox;

import org.junit.jupiter.api.Test;

/** What sessions rely on when they search, beside {@link StoreContract}. */
public interface SearchContract extends StoreContract {

    private static UidSet search(AccountSession view, long mailbox, SearchCriterion criterion) {
        return view.search(mailbox, criterion, () -> true);
    }

    @Test
    default void aSearchFindsByFlagTextAndSize() {
        try (AccountSession view = signIn(newAccount())) {
            long first = append(view, "INBOX", MESSAGE, "\\Seen");
            long second = append(view, "INBOX", MESSAGE.replace("Alice", "Carol"));
            long inbox = mailbox(view, "INBOX");
            assertEquals(UidSet.of(first), search(view, inbox, new SearchCriterion.Flag("\\Seen")));
            assertEquals(UidSet.of(second), search(view, inbox, new SearchCriterion.Body("carol")));
            assertEquals(
                    UidSet.range(first, second),
                    search(view, inbox, new SearchCriterion.Header("Subject", "WALK")));
            assertEquals(
                    UidSet.EMPTY,
                    search(view, inbox, new SearchCriterion.Larger(MESSAGE.length())));
        }
    }

    @Test
    default void aSearchReadsManySmallMessagesAndLargeOnes() {
        try (AccountSession view = signIn(newAccount())) {
            long large = append(view, "INBOX", MESSAGE + "padding\r\n".repeat(20_000) + "needle");
            for (int i = 0; i < 70; i++) {
                append(view, "INBOX", MESSAGE);
            }
            long last = append(view, "INBOX", MESSAGE + "needle");
            assertEquals(
                    UidSet.builder().add(large).add(last).build(),
                    search(view, mailbox(view, "INBOX"), new SearchCriterion.Text("NEEDLE")));
        }
    }
}
