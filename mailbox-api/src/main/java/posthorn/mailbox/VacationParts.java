package posthorn.mailbox;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import posthorn.mailbox.clients.ClientEvents;
import posthorn.mailbox.directory.VacationStore;
import posthorn.mailbox.mongo.MongoReplyClaims;
import posthorn.mailbox.mongo.MongoVacations;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.vacation.Vacations;

/** The parts that answer for those who are away. */
@Singleton
public final class VacationParts {

    @Produces
    @Singleton
    static VacationStore store(Service service) {
        return new MongoVacations(service.database());
    }

    @Produces
    @Singleton
    static Vacations vacations(
            Service service,
            VacationStore store,
            AccountLookup accounts,
            ClientEvents events,
            MailboxSettings settings) {
        return new Vacations(
                store,
                new MongoReplyClaims(service.database()),
                accounts,
                service.components().directory().ownAddresses(),
                events,
                settings.vacation().repliesPerHour(),
                InstantSource.system());
    }
}
