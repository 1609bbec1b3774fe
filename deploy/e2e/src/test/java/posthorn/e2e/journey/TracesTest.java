package posthorn.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Folder;
import jakarta.mail.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.ReceivedSpan;
import posthorn.e2e.site.RemoteHost;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;

/** A message to somebody here and somebody elsewhere is one trace through all services. */
class TracesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Each span, and whose child it is. */
    private static final Map<String, String> PARENTS =
            Map.ofEntries(
                    Map.entry("smtp-ingress: resolve recipient", "smtp-ingress: SMTP transaction"),
                    Map.entry("smtp-ingress: accept", "smtp-ingress: SMTP transaction"),
                    Map.entry("smtp-ingress: send mail.accepted", "smtp-ingress: accept"),
                    Map.entry(
                            "delivery-worker: process mail.accepted",
                            "smtp-ingress: send mail.accepted"),
                    Map.entry("delivery-worker: deliver", "delivery-worker: process mail.accepted"),
                    Map.entry("delivery-worker: relay", "delivery-worker: process mail.accepted"),
                    Map.entry(
                            "delivery-worker: posthorn.Delivery/DeliverAll",
                            "delivery-worker: deliver"),
                    Map.entry(
                            "mailbox-api: posthorn.Delivery/DeliverAll",
                            "delivery-worker: posthorn.Delivery/DeliverAll"),
                    Map.entry(
                            "mailbox-api: insert bodies",
                            "mailbox-api: posthorn.Delivery/DeliverAll"),
                    Map.entry(
                            "mailbox-api: insert entries",
                            "mailbox-api: posthorn.Delivery/DeliverAll"),
                    Map.entry(
                            "mailbox-api: send mailbox.changes",
                            "mailbox-api: posthorn.Delivery/DeliverAll"));

    @ParameterizedTest
    @EnumSource
    void oneMessageIsOneTrace(Site.Kind kind) throws Exception {
        Site site = kind.site();
        MailUser alice = site.newPerson("alice");
        try (RemoteHost other = site.newHost(SinkOptions.modern());
                Store store = alice.imap(0).connect()) {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            String carol = other.address("carol");
            alice.send(List.of(alice.address(), carol), TestMessages.plain(alice.address(), "t"));
            other.await(carol, 1);
            Awaitility.await().atMost(PATIENCE).until(() -> inbox.getMessageCount() == 1);
            String domain = carol.substring(carol.indexOf('@') + 1);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertTrue(
                                    shape(trace(site, domain))
                                            .keySet()
                                            .containsAll(PARENTS.keySet()),
                                    () -> shape(trace(site, domain)).toString()));
            List<ReceivedSpan> trace = trace(site, domain);
            check(trace, alice.address(), carol);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            !site.spans()
                                    .spans(span ->
                                            span.service().equals("imap-pop-frontend")
                                                    && span.links()
                                                            .contains(trace.getFirst().trace()))
                                    .isEmpty());
        }
    }

    private static void check(List<ReceivedSpan> trace, String... addresses) {
        Map<String, Set<String>> shape = shape(trace);
        PARENTS.forEach((span, parent) ->
                assertEquals(Set.of(parent), shape.get(span), () -> span + " in " + shape));
        assertEquals(
                List.of("SMTP transaction"),
                trace.stream()
                        .filter(span -> span.parent().isEmpty())
                        .map(ReceivedSpan::name)
                        .toList());
        for (ReceivedSpan span : trace) {
            for (String address : addresses) {
                assertTrue(
                        span.attributes().values().stream().noneMatch(v -> v.contains(address)),
                        span::toString);
            }
        }
    }

    /** The trace in which something was sent to a domain. */
    private static List<ReceivedSpan> trace(Site site, String domain) {
        List<ReceivedSpan> relayed =
                site.spans()
                        .spans(span ->
                                domain.equals(span.attributes().get("posthorn.destination")));
        return relayed.isEmpty()
                ? List.of()
                : site.spans().spans(span -> span.trace().equals(relayed.getFirst().trace()));
    }

    private static Map<String, Set<String>> shape(List<ReceivedSpan> trace) {
        Map<String, String> names =
                trace.stream().collect(Collectors.toMap(ReceivedSpan::id, TracesTest::named));
        Function<ReceivedSpan, String> parent =
                span -> names.getOrDefault(span.parent(), span.parent());
        return trace.stream()
                .collect(
                        Collectors.groupingBy(
                                TracesTest::named,
                                Collectors.mapping(parent, Collectors.toCollection(TreeSet::new))));
    }

    private static String named(ReceivedSpan span) {
        return span.service() + ": " + span.name();
    }
}
