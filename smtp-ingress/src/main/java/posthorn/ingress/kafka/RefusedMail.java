package posthorn.ingress.kafka;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.net.RefusedSenders;
import posthorn.runtime.kafka.EventProducer;

/** Tells of mail that was refused for its sender, on {@code mail.events}. */
@Singleton
public final class RefusedMail implements RefusedSenders {

    private final EventProducer events;
    private final InstantSource clock;

    @Inject
    RefusedMail(EventProducer events) {
        this(events, InstantSource.system());
    }

    RefusedMail(EventProducer events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void refused(AuthenticationVerdict verdict) {
        events.send(
                verdict.facts().request().clientAddress(),
                AcceptedRecord.refused(verdict, clock.instant()).toByteArray());
    }
}
