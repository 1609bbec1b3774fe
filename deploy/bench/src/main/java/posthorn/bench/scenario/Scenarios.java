package posthorn.bench.scenario;

import java.util.List;
import posthorn.bench.subject.Sink;

/** All scenarios. */
public final class Scenarios {

    private Scenarios() {}

    /**
     * In the order in which they are run.
     *
     * @param sink where relayed mail ends
     */
    public static List<Scenario> all(Sink sink) {
        return List.of(
                new SmtpAccept(),
                new Deliver(),
                new Notice(),
                new RelayOut(sink),
                new Authentication(),
                new SignIns(),
                new ImapOnMailbox(),
                new Pop3OnMaildrop(),
                new IdleSessions(),
                new AtRest(),
                new StartUp());
    }
}
