package posthorn.mailbox;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import posthorn.runtime.health.HealthSettings;
import posthorn.runtime.health.LivenessAnswer;

/** Not alive when the work of an account does not go on: a task of it never came back. */
@Liveness
@Singleton
public final class AccountsLive implements HealthCheck {

    /** Accounts that are named. */
    private static final int MOST = 10;

    private final Service service;
    private final HealthSettings settings;

    @Inject
    AccountsLive(Service service, HealthSettings settings) {
        this.service = service;
        this.settings = settings;
    }

    @Override
    public HealthCheckResponse call() {
        return LivenessAnswer.of(
                "account-queues",
                service.accounts().size(),
                "has had no turn",
                service.accounts().standing(settings.accountWithin(), MOST));
    }
}
