package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.RefusalReason;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.browse.MessageListing;
import posthorn.mailbox.budget.Overloaded;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.mailbox.submission.Outbox;
import posthorn.protocol.wire.SearchRefusal;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.http.ProblemException;

/** What went wrong with mailboxes and messages, as problems. */
final class MailProblems {

    private static final String LIST = "List the mailbox again: it may have changed.";

    private MailProblems() {}

    /** The same, what is known to go wrong being told as a problem. */
    static <T> Uni<T> told(Uni<T> answer) {
        return answer.onFailure().transform(MailProblems::of);
    }

    /** The same of a stream. */
    static <T> Multi<T> told(Multi<T> answers) {
        return answers.onFailure().transform(MailProblems::of);
    }

    private static Throwable of(Throwable failure) {
        return switch (failure) {
            case ProblemException told -> told;
            case CompletionException wrapped when wrapped.getCause() != null ->
                    of(wrapped.getCause());
            case NoSuchElementException gone -> notFound().exception();
            case InvalidRequest wrong ->
                    Problem.of(
                                    ProblemCode.INVALID,
                                    String.valueOf(wrong.getMessage()) + ".",
                                    "Compare the request with /v1/docs.")
                            .exception();
            case Overloaded busy ->
                    Problem.of(
                                    ProblemCode.BUSY,
                                    "Too much is asked for at once.",
                                    "Try again in a moment.")
                            .exception();
            case Outbox.NotKept kept ->
                    Problem.of(code(kept.reason()), kept.getMessage() + ".", advice(kept.reason()))
                            .exception();
            case MessageListing.SearchRefused refused -> search(refused.reason()).exception();
            default -> failure;
        };
    }

    static Problem notFound() {
        return Problem.of(
                ProblemCode.NOT_FOUND, "There is no such mailbox or message any more.", LIST);
    }

    static Problem noTrace() {
        return Problem.of(
                ProblemCode.NOT_FOUND,
                "Nothing is known of this message, or it is none that you sent or got.",
                "Give its Message-ID; a new message takes a second to show.");
    }

    static Problem invalid(String title, String detail) {
        return Problem.of(ProblemCode.INVALID, title, detail);
    }

    /**
     * What was done.
     *
     * @throws ProblemException when nothing was
     */
    static CommandOutcome.Done done(Result result) {
        return switch (result.outcome()) {
            case CommandOutcome.Done done -> done;
            case CommandOutcome.Refused(var reason, var text) ->
                    throw Problem.of(code(reason), text + ".", advice(reason)).exception();
        };
    }

    private static ProblemCode code(RefusalReason reason) {
        return switch (reason) {
            case NO_SUCH_MAILBOX, NO_SUCH_ACCOUNT -> ProblemCode.NOT_FOUND;
            case BAD_NAME -> ProblemCode.INVALID;
            case ACCOUNT_CLOSED -> ProblemCode.ACCOUNT_DISABLED;
            case OVER_QUOTA -> ProblemCode.OVER_QUOTA;
            case MAILBOX_EXISTS, NOT_ALLOWED, OVER_LIMIT, IN_USE, NOT_LOCKED, TOO_OLD ->
                    ProblemCode.CONFLICT;
        };
    }

    private static String advice(RefusalReason reason) {
        return switch (reason) {
            case NO_SUCH_MAILBOX, NO_SUCH_ACCOUNT -> LIST;
            case BAD_NAME -> "Use another name: levels separated by '/', no control characters.";
            case ACCOUNT_CLOSED -> "Ask your administrator.";
            case OVER_QUOTA -> "Delete messages, empty Trash, or ask your administrator for more.";
            case MAILBOX_EXISTS, NOT_ALLOWED -> "Choose another name.";
            case OVER_LIMIT -> "Remove what is not needed any more.";
            case IN_USE, NOT_LOCKED, TOO_OLD -> "Try again later.";
        };
    }

    private static Problem search(SearchRefusal reason) {
        return switch (reason) {
            case TERM_TOO_LONG, TOO_MANY_KEYS ->
                    invalid("More is searched for than is allowed.", "Search for less.");
            case TOO_MANY_SEARCHES ->
                    Problem.of(
                            ProblemCode.TOO_MANY_REQUESTS,
                            "Too many of your searches are under way.",
                            "Wait until one has ended.");
            case TOOK_TOO_LONG, NOT_REFUSED, UNRECOGNIZED ->
                    Problem.of(
                            ProblemCode.BUSY,
                            "The search took too long.",
                            "Search for less: a sender, a subject, a day (since:2026-11-28).");
        };
    }
}
