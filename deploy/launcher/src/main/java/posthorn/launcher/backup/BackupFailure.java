package posthorn.launcher.backup;

/** A backup could not be made, checked or restored; the message says why and what to do next. */
public final class BackupFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BackupFailure(String message) {
        super(message);
    }
}
