package posthorn.mailbox.signin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.signin.SignIn.OwnerAnswer;

/**
 * Recent sign-ins of accounts, the same for all pods. Of each account a bounded number is kept of
 * those that were let in, and as many of those that were not: who guesses pushes out guesses only.
 * A stage that fails says nothing about what the store did.
 */
public interface SignInJournal {

    /**
     * Adds attempts; what stands there already of the same account and id is counted up. Ids are
     * told by account, kind and day.
     */
    CompletionStage<Void> add(SignIn attempts);

    /** Those of an account, the last one first. */
    CompletionStage<List<SignIn>> of(String account);

    /** The one of this id. */
    CompletionStage<Optional<SignIn>> find(String account, String id);

    /**
     * A client has said what it is after it came in: one of the attempts of this id was its.
     * Nothing happens when there is none, or when its client is known.
     */
    CompletionStage<Void> name(String account, String id, String client);

    /** Writes down what the owner has said; false: there is none of this id. */
    CompletionStage<Boolean> answer(String account, String id, OwnerAnswer answer);

    /** Forgets those whose last attempt was before that time (milliseconds since 1970, UTC). */
    CompletionStage<Void> forget(long before);

    /** Forgets those of an account. */
    CompletionStage<Void> remove(String account);
}
