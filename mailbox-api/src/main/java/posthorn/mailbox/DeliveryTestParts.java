package posthorn.mailbox;

import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import posthorn.mailbox.clientsettings.MailServer;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.deliverytest.DeliveryTest.Part;
import posthorn.mailbox.deliverytest.DeliveryTests;
import posthorn.mailbox.deliverytest.ListenerRoundTrip;
import posthorn.mailbox.deliverytest.ListenerRoundTrip.Place;
import posthorn.mailbox.mongo.MongoDeliveryTests;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.settings.BadSetting;

/** Makes what runs delivery tests, as the settings say. */
final class DeliveryTestParts {

    private static final String PREFIX = "posthorn.mailbox-api.delivery-test.";
    private static final int MOST_PORT = 65_535;

    private DeliveryTestParts() {}

    @Produces
    @Singleton
    static DeliveryTests tests(
            DeliveryTestSettings settings,
            MailServers servers,
            Service service,
            SelfSignInTokens tokens,
            Vertx vertx) {
        SecureRandom random = new SecureRandom();
        Executor threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("delivery-test-", 0).factory());
        return new DeliveryTests(
                new MongoDeliveryTests(service.database()),
                new ListenerRoundTrip(
                        vertx, places(settings, servers), tokens, settings.patience()),
                new DeliveryTests.Limits(settings.atOnce(), settings.patience()),
                InstantSource.system(),
                () -> MessageIds.random(random),
                threads);
    }

    private static Map<Part, Place> places(DeliveryTestSettings settings, MailServers servers) {
        Map<Part, Place> places = new EnumMap<>(Part.class);
        put(places, Part.SEND, settings.submissions(), servers.at(Protocol.SMTP, Security.TLS));
        put(places, Part.IMAP, settings.imaps(), servers.at(Protocol.IMAP, Security.TLS));
        put(places, Part.POP3, settings.pop3s(), servers.at(Protocol.POP3, Security.TLS));
        return places;
    }

    private static void put(
            Map<Part, Place> places,
            Part part,
            Optional<String> set,
            Optional<MailServer> otherwise) {
        set.flatMap(DeliveryTestParts::place)
                .or(() -> otherwise.map(server -> new Place(server.host(), server.port())))
                .ifPresent(place -> places.put(part, place));
    }

    /** Refuses what cannot be used, with its full key. */
    static void check(DeliveryTestSettings settings) {
        BadSetting.unlessWithin(
                PREFIX + "patience",
                settings.patience(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5));
        BadSetting.unlessWithin(PREFIX + "at-once", settings.atOnce(), 1, 100);
        place("submissions", settings.submissions());
        place("imaps", settings.imaps());
        place("pop3s", settings.pop3s());
    }

    private static void place(String key, Optional<String> set) {
        if (set.isPresent() && place(set.get()).isEmpty()) {
            throw new BadSetting(
                    PREFIX + key, "is '" + set.get() + "', has to be host:port as in mail:993");
        }
    }

    private static Optional<Place> place(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon <= 0 || !port.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(port);
        return number < 1 || number > MOST_PORT
                ? Optional.empty()
                : Optional.of(new Place(text.substring(0, colon), number));
    }
}
