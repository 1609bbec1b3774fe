package posthorn.delivery.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Resolved;

/** What was accepted as remote may be ours by now. */
class ResolvingRelayTest {

    private final MailboxPod pod = new MailboxPod();
    private final PodBreakers breakers =
            new PodBreakers(2, Duration.ofSeconds(5), Duration.ofHours(1), System::nanoTime);
    private final List<String> relayed = new ArrayList<>();
    private final List<String> stored = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final ResolvingRelay relay =
            new ResolvingRelay(
                    new RecipientDirectory(pod, breakers, Duration.ofMinutes(1)),
                    (mail, body, ordinals) -> {
                        ordinals.forEach(o -> stored.add(mail.getRecipients(o).getAccount()));
                        return each(ordinals, Delivered.stored("account"));
                    },
                    (mail, body, key, ordinals, mayEnd) -> {
                        ordinals.forEach(o -> relayed.add(mail.getRecipients(o).getAddress()));
                        keys.add(key);
                        return each(ordinals, Delivered.relayed("mx", "250 ok"));
                    });

    @AfterEach
    void close() {
        pod.close();
    }

    @Test
    void eachRecipientGoesWhereItBelongsNow() {
        resolve("ours@a.test", Locality.LOCAL, "account-1");
        resolve("nobody@a.test", Locality.UNKNOWN_USER, "");
        resolve("far@a.test", Locality.REMOTE, "");
        Map<Integer, AttemptResult> results = relay("ours@a.test", "nobody@a.test", "far@a.test");
        assertEquals(List.of("account-1"), stored);
        assertEquals(List.of("far@a.test"), relayed);
        assertEquals("5.1.1", assertInstanceOf(Failed.class, results.get(1)).status());
    }

    @Test
    void whatAnotherHostHasForUsGoesToThatHost() {
        pod.directory.put(
                "there@a.test",
                Resolved.newBuilder()
                        .setLocality(Locality.HOSTED_ELSEWHERE)
                        .setNextHop("mx.there.test:26")
                        .build());
        resolve("asleep@a.test", Locality.NOT_KNOWN_NOW, "");
        resolve("team@a.test", Locality.ADDRESS_EXPANDED, "");
        resolve("gone@a.test", Locality.ADDRESS_DISABLED, "account-2");
        Map<Integer, AttemptResult> results =
                relay("there@a.test", "asleep@a.test", "team@a.test", "gone@a.test", "far@a.test");
        assertEquals(List.of("mx.there.test:26", "a.test"), keys);
        assertEquals(List.of("there@a.test", "far@a.test"), relayed);
        assertEquals(List.of("account-2"), stored, "it was taken before");
        assertInstanceOf(Deferred.class, results.get(1));
        assertEquals("5.2.4", assertInstanceOf(Failed.class, results.get(2)).status());
    }

    @Test
    void whatAnotherHostHasForUsWaitsWhenNobodySaysWhichHost() {
        pod.failure = Optional.of(Status.UNAVAILABLE);
        AcceptedMail mail =
                AcceptedMail.newBuilder()
                        .setId("m")
                        .addRecipients(
                                MailRecipient.newBuilder()
                                        .setAddress("there@a.test")
                                        .setHostedElsewhere(true))
                        .build();
        Map<Integer, AttemptResult> results =
                relay.relay(
                        mail,
                        new QueuedBody.Inline(ByteString.EMPTY),
                        "a.test",
                        List.of(0),
                        () -> true);
        assertInstanceOf(Deferred.class, results.get(0));
        assertEquals(List.of(), relayed);
    }

    @Test
    void directoryThatIsAwayLeavesRemoteMailRemoteAndIsNotAskedForEachMessage() {
        pod.failure = Optional.of(Status.UNAVAILABLE);
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(Delivered.class, relay("far@a.test").get(0));
        }
        assertEquals(10, relayed.size());
        assertEquals(2, pod.asked.get());
    }

    @Test
    void moreAddressesThanOneCallTakesAreAllResolved() {
        String[] many =
                IntStream.range(0, 1500).mapToObj(i -> "u" + i + "@a.test").toArray(String[]::new);
        resolve("u1499@a.test", Locality.LOCAL, "account-1499");
        assertEquals(1500, relay(many).size());
        assertEquals(List.of("account-1499"), stored);
        assertEquals(2, pod.asked.get());
    }

    private void resolve(String address, Locality locality, String account) {
        pod.directory.put(
                address, Resolved.newBuilder().setLocality(locality).setAccount(account).build());
    }

    private Map<Integer, AttemptResult> relay(String... addresses) {
        AcceptedMail.Builder mail = AcceptedMail.newBuilder().setId("m");
        for (String address : addresses) {
            mail.addRecipients(MailRecipient.newBuilder().setAddress(address));
        }
        return relay.relay(
                mail.build(),
                new QueuedBody.Inline(ByteString.EMPTY),
                "a.test",
                IntStream.range(0, addresses.length).boxed().toList(),
                () -> true);
    }

    private static Map<Integer, AttemptResult> each(
            java.util.Collection<Integer> ordinals, AttemptResult result) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        ordinals.forEach(o -> results.put(o, result));
        return results;
    }
}
