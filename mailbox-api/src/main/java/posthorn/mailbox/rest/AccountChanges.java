package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.rest.AccountViews.Change;
import posthorn.mailbox.rest.AccountViews.Seen;
import posthorn.mailbox.rest.access.Access;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.http.EntityTags;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.http.ProblemException;

/**
 * Changes accounts, each document only in place of what was read. Every failure that is no trouble
 * with the store is a {@link ProblemException}.
 */
@Singleton
final class AccountChanges {

    private static final Set<String> LANGUAGES = Set.of("", "en", "de");

    private final Registry registry;
    private final AccessStore store;
    private final AccountViews views;
    private final Access access;

    @Inject
    AccountChanges(Registry registry, AccessStore store, AccountViews views, Access access) {
        this.registry = registry;
        this.store = store;
        this.views = views;
        this.access = access;
    }

    /**
     * Changes an account.
     *
     * @param ifMatch tag of the state that is to be changed; null: whatever it is
     * @return the account after it
     */
    Uni<AddressEntry.Account> change(
            AddressEntry.Account account, Change change, @Nullable String ifMatch) {
        check(change);
        return views.seen(account)
                .flatMap(seen -> {
                    if (!EntityTags.allow(ifMatch, seen.tag())) {
                        throw EntityTags.changedMeanwhile().exception();
                    }
                    return replace(seen, change)
                            .flatMap(nothing -> state(seen.account(), change.state()));
                });
    }

    private void check(Change change) {
        if (change.administers() != null && !access.isAdmin()) {
            throw forbidden("who administers domains").exception();
        }
        if (change.state() != null && !access.isAdministrator()) {
            throw forbidden("the state of an account").exception();
        }
        if (change.language() != null && !LANGUAGES.contains(change.language())) {
            throw invalid("language", change.language(), "Give en, de, or nothing.").exception();
        }
    }

    private Uni<Void> replace(Seen seen, Change change) {
        AccountAccess before = seen.access();
        AccountAccess next = before;
        if (change.language() != null) {
            next = next.withLanguage(change.language());
        }
        if (change.administers() != null) {
            next = next.administering(domains(change.administers()));
        }
        if (next.equals(before)) {
            return Uni.createFrom().voidItem();
        }
        AccountAccess written = version(next, before.version() + 1);
        return Uni.createFrom()
                .completionStage(() -> store.replace(before, written))
                .invoke(done -> {
                    if (!done) {
                        throw EntityTags.changedMeanwhile().exception();
                    }
                })
                .replaceWithVoid();
    }

    /** Two changes at once are one version. */
    private static AccountAccess version(AccountAccess access, long version) {
        return new AccountAccess(
                access.account(),
                version,
                access.switches(),
                access.administers(),
                access.language(),
                access.passwordSet(),
                access.appPasswords(),
                access.secondFactor());
    }

    private static List<String> domains(List<String> names) {
        return names.stream()
                .map(name ->
                        AddressKey.domainKey(name)
                                .orElseThrow(() ->
                                        invalid("domain", name, "Give names of domains.")
                                                .exception()))
                .distinct()
                .sorted()
                .toList();
    }

    private Uni<AddressEntry.Account> state(AddressEntry.Account account, @Nullable String state) {
        if (state == null) {
            return Uni.createFrom().item(account);
        }
        AccountStatus wanted =
                switch (state) {
                    case "active" -> AccountStatus.ACTIVE;
                    case "disabled" -> AccountStatus.DISABLED;
                    default ->
                            throw invalid("state", state, "Give active or disabled.").exception();
                };
        return registry.setState(account, wanted)
                .map(outcome ->
                        switch (outcome) {
                            case DirectoryOutcome.Done<AddressEntry.Account>(var changed) ->
                                    changed;
                            case DirectoryOutcome.Refused<AddressEntry.Account> refused ->
                                    throw EntityTags.changedMeanwhile().exception();
                        });
    }

    private static Problem invalid(String what, String given, String advice) {
        return Problem.of(
                ProblemCode.INVALID, "'" + given + "' is no " + what + " that is known.", advice);
    }

    private static Problem forbidden(String what) {
        return Problem.of(
                ProblemCode.FORBIDDEN, "You may not change " + what + ".", "Ask an administrator.");
    }
}
