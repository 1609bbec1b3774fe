package posthorn.mailbox;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import posthorn.mailbox.browse.AccountEvents;
import posthorn.mailbox.browse.MessageListing;
import posthorn.mailbox.browse.StoredMessages;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;

/** The parts by which people look at their mail over REST. */
final class RestMailParts {

    private static final String PREFIX = "posthorn.mailbox-api.rest-mail.";

    private RestMailParts() {}

    /** Refuses what cannot be used, with its full key. */
    static void check(RestMailSettings settings) {
        RestMailSettings.Events events = settings.events();
        BadSetting.unlessWithin(PREFIX + "events.at-once", events.atOnce(), 1, 1_000_000);
        BadSetting.unlessWithin(
                PREFIX + "events.at-once-of-account", events.atOnceOfAccount(), 1, 1_000);
        BadSetting.unlessWithin(
                PREFIX + "events.heartbeat",
                events.heartbeat(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
        BadSetting.unlessWithin(
                PREFIX + "events.longest",
                events.longest(),
                Duration.ofSeconds(1),
                Duration.ofDays(1));
    }

    @Produces
    @Singleton
    static MessageListing listing(Service service) {
        MailboxComponents node = service.components();
        return new MessageListing(node.accounts(), node.facts(), node.searches());
    }

    @Produces
    @Singleton
    static StoredMessages messages(Service service, Hostname hostname) {
        MailboxComponents node = service.components();
        return new StoredMessages(
                node.accounts(),
                node.facts(),
                node.memory().answers(),
                node.reading(),
                hostname.name());
    }

    @Produces
    @Singleton
    static AccountEvents events(Service service, RestMailSettings settings) {
        MailboxComponents node = service.components();
        return new AccountEvents(
                node.accounts(),
                node.watches(),
                new AccountEvents.Limits(
                        settings.events().atOnce(),
                        settings.events().atOnceOfAccount(),
                        settings.events().heartbeat(),
                        settings.events().longest()));
    }
}
