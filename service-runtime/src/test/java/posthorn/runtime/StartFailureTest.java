package posthorn.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import posthorn.runtime.settings.BadSetting;

class StartFailureTest {

    @Test
    void aSettingIsNamedInOneLine() {
        Throwable failure =
                new IllegalStateException("start", new BadSetting("posthorn.hostname", "no name"));
        assertEquals(new StartFailure("posthorn.hostname: no name", 2), StartFailure.of(failure));
    }

    @Test
    void innermostCauseSaysWhatIsWrong() {
        Throwable failure = new IllegalStateException("start", new IOException("disk"));
        assertEquals(new StartFailure("java.io.IOException: disk", 1), StartFailure.of(failure));
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        BindException named = new BindException("Port already bound: 9090");
        named.initCause(new BindException("Address already in use"));
        assertEquals(
                new StartFailure(
                        "Port already bound: 9090. Stop what listens there, or set another port.",
                        1),
                StartFailure.of(new IllegalStateException("start", named)));
    }
}
