package posthorn.mailbox.account;

/**
 * Names of stored bodies: {@code <id>.<n>}, where n is the number of the only entry that may add
 * the body.
 *
 * <p>The name says for which n the body was written. Decided again for another n, the same body is
 * written again under the name with that n, before the entry is inserted. So a stored body never
 * changes, a late or repeated write does no harm, and a sweep that deletes by the exact name
 * deletes exactly the n that it saw.
 */
public final class BodyName {
    private BodyName() {}

    /**
     * Name under which the body serves an insert at n.
     *
     * @param id unique in the account, without a dot
     */
    public static String at(String id, long n) {
        return id + "." + n;
    }

    /** Number of the only entry that may add the body. */
    public static long number(String name) {
        return Long.parseLong(name, name.lastIndexOf('.') + 1, name.length(), 10);
    }
}
