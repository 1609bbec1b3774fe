package posthorn.store;

import org.bson.BsonDocument;

/**
 * A command, or one statement of it, that the store refuses: code and name as MongoDB gives them,
 * and a text for whoever sent it. It is an answer, not a defect, and carries no stack trace.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String codeName;
    private final transient BsonDocument details;

    /** A refusal without further details. */
    public CommandFailure(int code, String codeName, String message) {
        this(code, codeName, message, new BsonDocument());
    }

    /**
     * A refusal.
     *
     * @param details further fields of the answer, such as {@code keyPattern} and {@code keyValue}
     */
    public CommandFailure(int code, String codeName, String message, BsonDocument details) {
        super(message, null, false, false);
        this.code = code;
        this.codeName = codeName;
        this.details = details;
    }

    /** A refusal of something that MongoDB knows and this store does not have. */
    public static CommandFailure notImplemented(String what) {
        return new CommandFailure(
                238, "NotImplemented", "the embedded store does not support " + what);
    }

    /** A refusal of something that cannot be understood. */
    public static CommandFailure failedToParse(String message) {
        return new CommandFailure(9, "FailedToParse", message);
    }

    /** A refusal of a value that makes no sense where it stands. */
    public static CommandFailure badValue(String message) {
        return new CommandFailure(2, "BadValue", message);
    }

    /** A refusal of a value of the wrong type. */
    public static CommandFailure typeMismatch(String message) {
        return new CommandFailure(14, "TypeMismatch", message);
    }

    /** MongoDB's error code. */
    public int code() {
        return code;
    }

    /** The name of the code. */
    public String codeName() {
        return codeName;
    }

    /** Further fields of the answer; empty when there are none. */
    public BsonDocument details() {
        return details;
    }

    /** The text of the refusal. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
