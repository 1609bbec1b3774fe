package posthorn.frontend.api;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.AccountsContract;

/** The port's contract, over gRPC. */
final class GrpcAccountsContractTest implements AccountsContract {

    private static final Duration PATIENT = Duration.ofSeconds(10);

    private MemoryPod pod;
    private GrpcAccounts accounts;

    @BeforeEach
    void start() throws IOException {
        pod = new MemoryPod(new MemoryAccountLog());
        accounts =
                new GrpcAccounts(
                        id -> pod.channel(),
                        id -> pod.channel(),
                        new CallTimeouts(PATIENT, PATIENT, PATIENT, PATIENT, PATIENT),
                        GrpcAccountsTest.LIMITS,
                        1000);
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public String password() {
        return "right";
    }
}
