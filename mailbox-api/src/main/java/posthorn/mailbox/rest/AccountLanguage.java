package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.protocol.explanation.Language;

/** The language of texts for the owner of an account. */
@Singleton
public final class AccountLanguage {

    private final AccessStore access;

    @Inject
    AccountLanguage(AccessStore access) {
        this.access = access;
    }

    /**
     * The one that is asked for, else the account's, else the browser's, else English.
     *
     * @param account id
     * @param asked a language tag; null: none
     * @param accepted Accept-Language; null: none
     */
    Uni<Language> of(String account, @Nullable String asked, @Nullable String accepted) {
        return Uni.createFrom()
                .completionStage(() -> access.find(List.of(account)))
                .map(found -> found.getOrDefault(account, AccountAccess.usual(account)))
                .map(own ->
                        Optional.ofNullable(asked)
                                .flatMap(Language::of)
                                .or(() -> Language.of(own.language()))
                                .or(() ->
                                        Optional.ofNullable(accepted).flatMap(Language::preferred))
                                .orElse(Language.ENGLISH));
    }
}
