package posthorn.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import posthorn.delivery.dispatch.WorkerIdentity;
import posthorn.delivery.mongo.MongoPace;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.pace.PaceLimits;
import posthorn.delivery.pace.PaceRounds;
import posthorn.delivery.pace.SharedPace;
import posthorn.delivery.pace.WarmUp;
import posthorn.delivery.relay.RegisteredNames;

/** The parts of a worker that decide how fast mail goes out, put together from settings. */
@Singleton
public final class PaceParts {

    @Produces
    @Singleton
    static MongoPace store(QueueDatabase database) {
        return database.pace();
    }

    @Produces
    @Singleton
    static SharedPace pace(PaceSettings settings, MongoPace store, WorkerIdentity self) {
        PaceSettings.WarmUp days = settings.warmUp();
        Optional<WarmUp> warmUp =
                days.enabled()
                        ? Optional.of(
                                new WarmUp(
                                        new WarmUp.Limits(
                                                days.address(),
                                                days.providers(),
                                                days.first(),
                                                days.done()),
                                        store,
                                        self.worker(),
                                        System::nanoTime))
                        : Optional.empty();
        return new SharedPace(
                limits(settings),
                RegisteredNames::of,
                System::nanoTime,
                InstantSource.system(),
                warmUp);
    }

    @Produces
    @Singleton
    static PaceRounds rounds(
            SharedPace pace, MongoPace store, WorkerIdentity self, PaceSettings settings) {
        return new PaceRounds(pace, store, self.worker(), limits(settings), System::nanoTime);
    }

    @Produces
    @Singleton
    static AttemptThreads attempts(
            DeliveryWorkerSettings settings,
            PaceSettings paces,
            SharedPace pace,
            WorkerSignals signals,
            WorkInHand inHand) {
        return new AttemptThreads(
                settings.attempts(),
                settings.attemptsPerDestination(),
                settings.attemptsWaiting(),
                paces.waitingPerSite(),
                pace,
                signals,
                inHand);
    }

    @Produces
    @Singleton
    static PaceTask task(
            PaceRounds rounds,
            AttemptThreads attempts,
            SharedPace pace,
            PaceSettings settings,
            MeterRegistry meters) {
        return new PaceTask(
                rounds,
                attempts,
                new PaceGauges(meters, pace, settings.sitesWithGauges()),
                settings.round());
    }

    private static PaceLimits limits(PaceSettings s) {
        return new PaceLimits(
                s.firstConnections(),
                s.mostConnections(),
                s.leastPerMinute(),
                s.mostPerMinute(),
                s.stepPerMinute(),
                s.aloneConnections(),
                s.alonePerMinute(),
                s.lease(),
                s.deadAfter(),
                s.firstRest(),
                s.longestRest(),
                s.remembered());
    }
}
