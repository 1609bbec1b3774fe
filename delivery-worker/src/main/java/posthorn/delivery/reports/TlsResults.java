package posthorn.delivery.reports;

import posthorn.delivery.relay.TlsSessions;
import posthorn.protocol.tlsrpt.AppliedPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.protocol.tlsrpt.TlsSession;

/** Counts what connections with other hosts came to. */
public final class TlsResults implements TlsSessions {

    private final ResultCounter counter;

    /** Into a counter. */
    public TlsResults(ResultCounter counter) {
        this.counter = counter;
    }

    @Override
    public void came(TlsSession session) {
        AppliedPolicy policy = session.policy();
        if (policy.domain().startsWith("[")) {
            return;
        }
        counter.count(ReportKind.TLS, policy.domain(), Rows.write(row(session, policy)));
    }

    private static TlsRow row(TlsSession session, AppliedPolicy policy) {
        boolean failed = session.problem().isPresent();
        return new TlsRow(
                policy.type().word(),
                policy.lines(),
                policy.mx(),
                session.problem().map(problem -> problem.type().word()).orElse(""),
                failed ? session.host() : "",
                failed ? session.address() : "",
                session.problem().map(TlsProblem::words).orElse(""));
    }
}
