package posthorn.runtime;

import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import posthorn.runtime.settings.BadSetting;

/**
 * Why a process does not start, for the terminal and its exit code.
 *
 * @param reason one line
 * @param exitCode 2 where a setting is wrong, else 1
 */
public record StartFailure(String reason, int exitCode) {

    private static final int WRONG_SETTING = 2;

    /**
     * The innermost cause says what is wrong; a setting is named in its message. Of a port that is
     * taken the outermost exception names the number.
     */
    public static StartFailure of(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && !(innermost instanceof BindException)) {
            innermost = innermost.getCause();
        }
        if (innermost instanceof BindException taken) {
            return new StartFailure(
                    taken.getMessage() + ". Stop what listens there, or set another port.", 1);
        }
        boolean setting =
                innermost instanceof BadSetting || innermost instanceof ConfigValidationException;
        String message = String.valueOf(innermost.getMessage());
        return setting
                ? new StartFailure(message.lines().findFirst().orElse(""), WRONG_SETTING)
                : new StartFailure(innermost.toString(), 1);
    }
}
