package posthorn.runtime.http;

import java.util.Locale;

/**
 * Kinds of problems, as programs tell them apart. The word of each is part of the API and never
 * changes; each has a page in English and in German below {@code /help/problems}.
 */
public enum ProblemCode {
    /** What was given cannot be understood, or is none of what it has to be. */
    INVALID(400),
    /** The cursor is none that a list gave. */
    INVALID_CURSOR(400),
    /** The password is one that many have. */
    PASSWORD_COMMON(400),
    /** The password has the address in it. */
    PASSWORD_CONTAINS_ADDRESS(400),
    /** The password has too few characters, or too many. */
    PASSWORD_LENGTH(400),
    /** Nobody has signed in, or the token or session is not valid any more. */
    SIGN_IN_NEEDED(401),
    /** The login or the password is wrong. */
    WRONG_CREDENTIALS(401),
    /** The password was right, the second factor is not. */
    WRONG_SECOND_FACTOR(401),
    /** Whoever asks may not do this, or not with this object. */
    FORBIDDEN(403),
    /** A browser sent this on behalf of another site. */
    FOREIGN_ORIGIN(403),
    /** The password is right, the account is disabled. */
    ACCOUNT_DISABLED(403),
    /** Secrets are not taken over a connection that others can read. */
    TLS_NEEDED(403),
    /** There is no such object. */
    NOT_FOUND(404),
    /** There is such a resource, and it knows no such method. */
    METHOD_NOT_ALLOWED(405),
    /** No representation that the client accepts. */
    NOT_ACCEPTABLE(406),
    /** There is one already, or it is still in use. */
    CONFLICT(409),
    /** The object is not as the client saw it. */
    CHANGED_MEANWHILE(412),
    /** The request is larger than what is taken. */
    TOO_LARGE(413),
    /** The request's media type is not taken here. */
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The server for outgoing mail does not take the message. */
    MESSAGE_REFUSED(422),
    /** Too many attempts; later ones are taken. */
    TOO_MANY_REQUESTS(429),
    /** A defect of ours; the log has it. */
    INTERNAL(500),
    /** Too much is asked for at once. */
    BUSY(503),
    /** The database gave no answer: what was asked may have happened or not. */
    STORE_AWAY(503),
    /** The server for outgoing mail took the message not now, or gave no answer. */
    SUBMISSION_AWAY(503),
    /** The delivery worker gave no answer. */
    WORKER_AWAY(503),
    /** The account may not hold more. */
    OVER_QUOTA(507);

    private final int status;

    ProblemCode(int status) {
        this.status = status;
    }

    /** Status of HTTP. */
    public int status() {
        return status;
    }

    /** As in the answer: lower case with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
