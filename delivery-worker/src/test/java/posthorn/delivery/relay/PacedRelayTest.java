package posthorn.delivery.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.delivery.pace.Pace;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.Paced;
import posthorn.delivery.relay.RelaySettingsOf.SmarthostOf;

/** The relay asks the pace before it asks a host, and tells it what hosts said. */
class PacedRelayTest {

    private final RelayRig rig = new RelayRig();
    private final NotedPace noted = new NotedPace();

    PacedRelayTest() {
        rig.pace = noted;
        rig.begin();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void hostsAreNamedBeforeTheFirstIsAskedAndWhatTheySayIsHeard() {
        rig.first.behaviour.greeting = "421 4.7.0 slow down";
        assertInstanceOf(Delivered.class, send("a@far.test"));
        assertEquals(
                List.of(
                        "begin far.test",
                        "at first.test second.test",
                        "failed GREETING",
                        "accepted",
                        "close"),
                noted.words);
    }

    @Test
    void nobodyIsAskedWhenItSaysWait() {
        noted.waits = Optional.of(new Paced("far.test", "the day is full", true));
        Deferred deferred = assertInstanceOf(Deferred.class, send("a@far.test"));
        assertEquals("4.4.5", deferred.status());
        assertTrue(deferred.reply().contains("the day is full"), deferred.reply());
        assertEquals(0, rig.first.connections.get() + rig.second.connections.get());
        assertEquals("close", noted.words.getLast());
    }

    @Test
    void idleConnectionIsNoWayAround() {
        assertInstanceOf(Delivered.class, send("a@far.test"));
        noted.waits = Optional.of(new Paced("far.test", "the day is full", true));
        assertInstanceOf(Deferred.class, send("a@far.test"));
        assertEquals(1, rig.first.received.size());
        noted.waits = Optional.empty();
        assertInstanceOf(Delivered.class, send("a@far.test"));
        assertEquals(1, rig.first.connections.get(), "it was kept meanwhile");
        assertEquals(
                List.of("begin far.test", "at known site", "accepted", "close"),
                noted.words.subList(noted.words.size() - 4, noted.words.size()));
    }

    @Test
    void whatAProviderTakesNoMoreOfTodayGoesThroughTheSmarthost() {
        String host = "second.test:" + rig.second.port();
        rig.settings(settings ->
                settings.through(
                        new SmarthostOf(
                                Optional.of(host), Optional.empty(), Optional.empty(), true)));
        assertInstanceOf(Delivered.class, send("a@far.test"));
        noted.waits = Optional.of(new Paced("far.test", "the day is full", true));
        assertInstanceOf(Delivered.class, send("b@far.test"));
        assertInstanceOf(Delivered.class, send("c@far.test"));
        assertEquals(1, rig.first.received.size());
        assertEquals(2, rig.second.received.size());
        assertEquals(1, rig.second.connections.get(), "it was kept meanwhile");
        assertEquals(
                List.of("at known site", "begin smarthost", "at known site", "accepted"),
                noted.words.subList(noted.words.size() - 6, noted.words.size() - 2));
        noted.waits = Optional.of(new Paced("far.test", "it answers slowly", false));
        assertInstanceOf(Deferred.class, send("d@far.test"));
        assertEquals(2, rig.second.received.size());
    }

    private AttemptResult send(String to) {
        return rig.send("Subject: x\r\n\r\nhello\r\n", to).getFirst();
    }

    /** Notes what it is asked and told. */
    private static final class NotedPace implements Pace {
        private final List<String> words = new ArrayList<>();
        private Optional<Paced> waits = Optional.empty();

        @Override
        public String site(String destination) {
            return destination;
        }

        @Override
        public boolean full(String site, int taken) {
            return false;
        }

        @Override
        public Turn begin(String destination) {
            words.add("begin " + destination);
            Optional<Paced> says = destination.equals("smarthost") ? Optional.empty() : waits;
            return new Turn() {
                @Override
                public Optional<Paced> atKnownSite() {
                    words.add("at known site");
                    return says;
                }

                @Override
                public Optional<Paced> at(Collection<String> hosts) {
                    words.add("at " + String.join(" ", hosts));
                    return says;
                }

                @Override
                public void accepted(String host, String reply) {
                    words.add("accepted");
                }

                @Override
                public void failed(DeliveryFailure failure) {
                    if (failure instanceof DeliveryFailure.UnexpectedReply reply) {
                        words.add("failed " + reply.stage());
                    }
                }

                @Override
                public void close() {
                    words.add("close");
                }
            };
        }
    }
}
