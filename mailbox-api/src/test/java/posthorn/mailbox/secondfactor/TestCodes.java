package posthorn.mailbox.secondfactor;

/** Codes that an app shows. */
public final class TestCodes {

    private TestCodes() {}

    /** The code of now, or of a number of steps later. */
    public static String now(byte[] secret, int stepsAhead) {
        return Totp.code(secret, System.currentTimeMillis() / 30_000 + stepsAhead);
    }
}
