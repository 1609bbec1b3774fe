package posthorn.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Folder;
import jakarta.mail.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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

/**
 * A message to somebody here and somebody elsewhere is one trace through all services, up to the
 * mail programs that read it.
 */
class TracesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String DELIVERED = "mailbox-api: posthorn.Delivery/DeliverAll";

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
                    Map.entry(DELIVERED, "delivery-worker: posthorn.Delivery/DeliverAll"),
                    Map.entry("mailbox-api: insert bodies", DELIVERED),
                    Map.entry("mailbox-api: insert entries", DELIVERED),
                    Map.entry("mailbox-api: send mailbox.changes", DELIVERED),
                    Map.entry("imap-pop-frontend: tell sessions", DELIVERED),
                    Map.entry("imap-pop-frontend: read message", DELIVERED));

    @ParameterizedTest
    @EnumSource
    void oneMessageIsOneTraceUntilItIsRead(Site.Kind kind) throws Exception {
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
            inbox.getMessage(1).getInputStream().readAllBytes();
            assertEquals(1, alice.pop3(0).read().size());
            List<ReceivedSpan> trace = await(site, other.domain(), PARENTS.keySet());
            check(trace, PARENTS, alice.address(), carol);
            assertEquals(List.of("SMTP transaction"), roots(trace));
            assertEquals(
                    Set.of("imap", "pop3"),
                    trace.stream()
                            .filter(span -> span.name().equals("read message"))
                            .map(span -> span.attributes().get("network.protocol.name"))
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void traceOfWhatIsSentOverRestBeginsWithTheRequest(Site.Kind kind) throws IOException {
        Site site = kind.site();
        MailUser alice = site.newPerson("alice");
        String request = "mailbox-api: POST /v1/accounts/{address}/send";
        Map<String, String> parents = new HashMap<>(PARENTS);
        parents.keySet().removeIf(span -> !span.startsWith("smtp-ingress"));
        parents.put("smtp-ingress: SMTP transaction", request);
        // Its author keeps a copy.
        parents.put("mailbox-api: insert bodies", request);
        parents.put("mailbox-api: insert entries", request);
        parents.put("delivery-worker: relay", "delivery-worker: process mail.accepted");
        try (RemoteHost other = site.newHost(SinkOptions.modern())) {
            String carol = other.address("carol");
            site.admin()
                    .accountCall(
                            "POST",
                            alice.address(),
                            "/send",
                            Map.of("to", List.of(carol), "subject", "t", "text", "t"))
                    .then()
                    .statusCode(202);
            other.await(carol, 1);
            Collection<String> all = new TreeSet<>(parents.keySet());
            all.add(request);
            List<ReceivedSpan> trace = await(site, other.domain(), all);
            check(trace, parents, alice.address(), carol);
            assertEquals(List.of("POST /v1/accounts/{address}/send"), roots(trace));
        }
    }

    /** The trace in which something was sent to a domain, once it has all these spans. */
    private static List<ReceivedSpan> await(Site site, String domain, Collection<String> spans) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    Map<String, Set<String>> shape = shape(trace(site, domain));
                    assertTrue(shape.keySet().containsAll(spans), shape::toString);
                });
        return trace(site, domain);
    }

    private static void check(
            List<ReceivedSpan> trace, Map<String, String> parents, String... addresses) {
        Map<String, Set<String>> shape = shape(trace);
        parents.forEach((span, parent) ->
                assertEquals(Set.of(parent), shape.get(span), () -> span + " in " + shape));
        for (ReceivedSpan span : trace) {
            for (String address : addresses) {
                assertTrue(
                        span.attributes().values().stream().noneMatch(v -> v.contains(address)),
                        span::toString);
            }
        }
    }

    private static List<String> roots(List<ReceivedSpan> trace) {
        return trace.stream()
                .filter(span -> span.parent().isEmpty())
                .map(ReceivedSpan::name)
                .toList();
    }

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
