package posthorn.launcher.mongo;

/**
 * What became of one check.
 *
 * @param name of the check, in words
 * @param outcome whether the server does what is needed
 * @param detail what was seen, and what to do when it failed; empty: nothing more is to be said
 */
public record CheckResult(String name, Outcome outcome, String detail) {

    /** Whether the server does what is needed. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The server knows no such command, or nobody asked for it. */
        SKIPPED
    }

    static CheckResult passed(String name, String detail) {
        return new CheckResult(name, Outcome.PASSED, detail);
    }

    static CheckResult failed(String name, String detail) {
        return new CheckResult(name, Outcome.FAILED, detail);
    }

    static CheckResult skipped(String name, String detail) {
        return new CheckResult(name, Outcome.SKIPPED, detail);
    }
}
