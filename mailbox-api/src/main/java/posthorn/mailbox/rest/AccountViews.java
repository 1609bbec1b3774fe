package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.runtime.http.EntityTags;

/** Accounts as the API shows them. */
@Singleton
final class AccountViews {

    private final AccessStore access;

    @Inject
    AccountViews(AccessStore access) {
        this.access = access;
    }

    /**
     * An account.
     *
     * @param language of texts for its owner; null: not said, or not shown in a list
     * @param administers domains that it administers; null: not shown in a list
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AccountView(
            String id,
            String address,
            String state,
            String created,
            @Nullable String language,
            @Nullable List<String> administers) {}

    /**
     * What is to become another one; of each, null leaves it as it is.
     *
     * @param state {@code active} or {@code disabled}
     * @param language {@code en}, {@code de}, or empty
     * @param administers domains
     */
    public record Change(
            @Nullable String state,
            @Nullable String language,
            @Nullable List<String> administers) {}

    /** An account as it was read, in both of its documents. */
    record Seen(AddressEntry.Account account, AccountAccess access) {

        AccountView view() {
            return AccountViews.view(
                    account,
                    access.language().isEmpty() ? null : access.language(),
                    access.administers());
        }

        EntityTag tag() {
            return EntityTags.of(view() + " " + account.wish() + " " + access.version());
        }
    }

    /** Reads what the directory does not say of an account. */
    Uni<Seen> seen(AddressEntry.Account account) {
        String id = account.account();
        return Uni.createFrom()
                .completionStage(() -> access.find(List.of(id)))
                .map(found -> new Seen(account, found.getOrDefault(id, AccountAccess.usual(id))));
    }

    /** As in a list. */
    static AccountView listed(AddressEntry.Account account) {
        return view(account, null, null);
    }

    private static AccountView view(
            AddressEntry.Account account,
            @Nullable String language,
            @Nullable List<String> administers) {
        return new AccountView(
                account.account(),
                account.address(),
                account.state().name().toLowerCase(Locale.ROOT),
                Instant.ofEpochMilli(account.created()).toString(),
                language,
                administers);
    }
}
