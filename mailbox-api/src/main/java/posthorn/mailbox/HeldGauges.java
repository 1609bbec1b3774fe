package posthorn.mailbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import posthorn.mailbox.accountcache.Held;
import posthorn.mailbox.grpc.Readers;

/** What is held for callers, as {@code posthorn_held}: each of them is zero when nobody calls. */
@Singleton
public final class HeldGauges {

    private final Service service;
    private final Readers readers;
    private final MeterRegistry meters;

    @Inject
    HeldGauges(Service service, Readers readers, MeterRegistry meters) {
        this.service = service;
        this.readers = readers;
        this.meters = meters;
    }

    void register(@Observes StartupEvent event) {
        MailboxComponents node = service.components();
        held("delivery_octets", node, n -> n.memory().deliveries().held());
        held("upload_octets", node, n -> n.memory().uploads().held());
        held("search_octets", node, n -> n.memory().searches().held());
        held("answer_octets", node, n -> n.memory().answers().held());
        held("uploads", node, n -> n.uploads().held());
        held("searches", node, n -> n.searches().held());
        held("sign_ins", node, n -> n.attempts().held());
        held("password_hashes", node, n -> n.passwords().held());
        held("readers", readers, Readers::held);
        Held accounts = node.accounts().held();
        held("commands", accounts, Held::commands);
        held("refreshes", accounts, Held::refreshes);
        held("watchers", accounts, Held::watchers);
        held("body_octets", accounts, Held::contentOctets);
    }

    private <T> void held(String thing, T holder, ToDoubleFunction<T> count) {
        Gauge.builder("posthorn.held", holder, count)
                .description("what is held for callers")
                .tag("service", "mailbox-api")
                .tag("thing", thing)
                .register(meters);
    }
}
