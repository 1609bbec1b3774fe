package posthorn.runtime.settings;

/**
 * A setting that cannot be used. Stops the start; its message begins with the full key of the
 * setting.
 */
public final class BadSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param key full key, as in {@code posthorn.tls.key}
     * @param problem what is wrong and what to do
     */
    public BadSetting(String key, String problem) {
        super(key + ": " + problem);
    }

    /** Refuses a number that is not within the bounds, both included. */
    public static void unlessWithin(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new BadSetting(key, "is " + value + ", has to be from " + least + " to " + most);
        }
    }
}
