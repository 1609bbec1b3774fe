package posthorn.mailbox;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.ToLongFunction;
import posthorn.mailbox.account.log.InsertAnswer;
import posthorn.mailbox.accountcache.Held;
import posthorn.mailbox.browse.AccountEvents;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.grpc.Readers;
import posthorn.runtime.metrics.CacheFigures;
import posthorn.runtime.metrics.HeldGauge;

/**
 * The figures of this service: what is held for callers ({@code posthorn_held}, each of them zero
 * when nobody calls), its caches, its accounts and sign-ins.
 */
@Singleton
public final class MailboxMeters {

    private static final String SERVICE = "mailbox-api";

    private final Service service;
    private final Readers readers;
    private final AccountEvents events;
    private final MeterRegistry meters;

    @Inject
    MailboxMeters(Service service, Readers readers, AccountEvents events, MeterRegistry meters) {
        this.service = service;
        this.readers = readers;
        this.events = events;
        this.meters = meters;
    }

    void register(@Observes StartupEvent event) {
        MailboxComponents node = service.components();
        budget("delivery_octets", node.memory().deliveries());
        budget("upload_octets", node.memory().uploads());
        budget("search_octets", node.memory().searches());
        budget("answer_octets", node.memory().answers());
        held("uploads", node, n -> n.uploads().held());
        held("searches", node, n -> n.searches().held());
        held("sign_ins", node, n -> n.directory().signIns().attempts().held());
        held("password_hashes", node, n -> n.directory().signIns().passwords().held());
        held("readers", readers, Readers::held);
        held("event_streams", events, AccountEvents::held);
        accounts(node);
        node.caches().forEach((cache, figures) -> CacheFigures.register(meters, cache, figures));
        node.directory().signIns().authenticator().observe(new SignInMeters(meters));
    }

    private void accounts(MailboxComponents node) {
        Held accounts = node.accounts().held();
        held("commands", accounts, Held::commands);
        held("refreshes", accounts, Held::refreshes);
        held("watchers", accounts, Held::watchers);
        held("body_octets", accounts, Held::contentOctets);
        for (InsertAnswer answer : InsertAnswer.values()) {
            FunctionCounter.builder("posthorn.account.appends", accounts, a -> a.inserts(answer))
                    .description("Entries that were inserted, by what the store said")
                    .tag("answer", answer.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        Gauge.builder("posthorn.mailbox.accounts.stuck", node, n -> n.accounts().stuck().size())
                .description("accounts whose log cannot be read to its end: an alarm")
                .register(meters);
        Gauge.builder("posthorn.mailbox.accounts.defects", accounts, Held::defects)
                .description("accounts that were loaded anew after a defect: an alarm")
                .register(meters);
        Gauge.builder("posthorn.mailbox.notices.dropped", service, s -> s.sender().dropped())
                .description("entries that other pods heard of late")
                .register(meters);
    }

    private void budget(String thing, OctetBudget budget) {
        HeldGauge.register(meters, SERVICE, thing, budget::held, budget.limit());
    }

    private <T> void held(String thing, T holder, ToLongFunction<T> count) {
        HeldGauge.register(meters, SERVICE, thing, () -> count.applyAsLong(holder));
    }
}
