package posthorn.mailbox.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.certificate.CertificateAuthority.Renewal;
import posthorn.mailbox.memory.MemoryCertificates;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.runtime.tls.CertificatePem;

final class CertificateOrdersTest {
    private static final String NAME = "mail.example.org";
    private static final Duration LIFE = Duration.ofDays(90);

    private final MemoryCertificates store = new MemoryCertificates();
    private final MasterKey master = MasterKey.of("a master key for tests", new SecureRandom());
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final AtomicInteger tokens = new AtomicInteger();
    private final Names names = new Names();
    private final Authority authority = new Authority();

    private static final class Names implements CertificateOrders.Wanted {
        final TreeSet<String> wanted = new TreeSet<>(List.of(NAME));
        boolean inDns = true;

        @Override
        public SortedSet<String> names() {
            return new TreeSet<>(wanted);
        }

        @Override
        public boolean hasAddress(String name) {
            return inDns;
        }
    }

    /** What another pod does while an order goes on. */
    @FunctionalInterface
    private interface Meanwhile {
        void happens() throws InterruptedException;
    }

    private final class Authority implements CertificateAuthority {
        final List<String> ordered = new ArrayList<>();
        @Nullable Refused refusal;
        Meanwhile meanwhile = () -> {};
        Optional<Renewal> told = Optional.empty();
        int asked;

        @Override
        public Issued order(String name, Optional<String> replaced, Proof proof)
                throws Refused, Lost, InterruptedException {
            ordered.add(name);
            proof.show("token", "authorization");
            meanwhile.happens();
            proof.hide("token");
            if (refusal != null) {
                throw refusal;
            }
            proof.alive();
            Instant end = now().plus(LIFE);
            return new Issued(
                    new CertificatePem("chain " + ordered.size(), "key"),
                    end,
                    end.minus(Duration.ofDays(30)));
        }

        @Override
        public Optional<Renewal> renewal(String chain, Instant planned) {
            asked++;
            return told;
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(millis.get());
    }

    private void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    private CertificateOrders pod() {
        return new CertificateOrders(
                store,
                authority,
                master,
                names,
                new CertificateOrders.Limits(
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        5,
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        Duration.ofHours(6)),
                new CertificateOrders.World(
                        this::now,
                        () -> millis.get() * 1_000_000,
                        () -> "token" + tokens.incrementAndGet()));
    }

    private CertificateRecord record() {
        return get(store.find(NAME)).orElseThrow();
    }

    private Optional<CertificatePem> served() {
        return new CertificateVault(store, Optional.of(master)).read(NAME);
    }

    @Test
    void aNameGetsItsCertificateOnceAndTheNextWhenItIsTime() throws Exception {
        CertificateOrders pod = pod();
        pod.round();
        pod.round();
        assertEquals(List.of(NAME), authority.ordered);
        assertEquals(Optional.of(new CertificatePem("chain 1", "key")), served());
        pass(Duration.ofDays(59));
        pod.round();
        assertEquals(1, authority.ordered.size());
        pass(Duration.ofDays(1));
        pod.round();
        assertEquals(Optional.of(new CertificatePem("chain 2", "key")), served());
        assertEquals(List.of(), get(store.challenges()));
    }

    @Test
    void theAuthorityMayWantItRenewedEarlier() throws Exception {
        CertificateOrders pod = pod();
        pod.round();
        authority.told = Optional.of(new Renewal(now().minusSeconds(1), Optional.empty()));
        pod.round();
        assertEquals(1, authority.ordered.size());
        pass(Duration.ofHours(6));
        pod.round();
        assertEquals(2, authority.ordered.size());
    }

    @Test
    void theAuthorityMayWantItRenewedLater() throws Exception {
        CertificateOrders pod = pod();
        pod.round();
        Instant later = now().plus(Duration.ofDays(70));
        authority.told = Optional.of(new Renewal(later, Optional.empty()));
        pod.round();
        pass(Duration.ofHours(6));
        pod.round();
        assertEquals(later.toEpochMilli(), record().renewFrom());
        long version = record().version();
        pass(Duration.ofDays(65));
        pod.round();
        assertEquals(1, authority.ordered.size());
        assertEquals(version, record().version());
        pass(Duration.ofDays(5));
        pod.round();
        assertEquals(2, authority.ordered.size());
    }

    @Test
    void theAuthoritySaysWhenToAskAgainBetweenAMinuteAndADay() throws Exception {
        CertificateOrders pod = pod();
        pod.round();
        pod.round();
        assertEquals(0, authority.asked);
        askedAgain(pod, Duration.ofHours(6), Duration.ofHours(2));
        askedAgain(pod, Duration.ofHours(2), Duration.ofSeconds(5));
        askedAgain(pod, Duration.ofMinutes(1), Duration.ofDays(3));
        askedAgain(pod, Duration.ofDays(1), Duration.ofHours(1));
    }

    /** It is asked after that time and not before; then it says when to come again. */
    private void askedAgain(CertificateOrders pod, Duration after, Duration next) throws Exception {
        int before = authority.asked;
        authority.told =
                Optional.of(
                        new Renewal(
                                Instant.ofEpochMilli(record().renewFrom()),
                                Optional.of(now().plus(after).plus(next))));
        pass(after.minusSeconds(1));
        pod.round();
        assertEquals(before, authority.asked);
        pass(Duration.ofSeconds(1));
        pod.round();
        assertEquals(before + 1, authority.asked);
    }

    @Test
    void ofTwoPodsOneOrders() throws Exception {
        CertificateOrders other = pod();
        authority.meanwhile = other::round;
        pod().round();
        assertEquals(List.of(NAME), authority.ordered);
        assertTrue(record().serves(millis.get()));
        other.round();
        assertEquals(1, authority.ordered.size());
    }

    @Test
    void anOrderThatShowsNoSignOfLifeIsTakenOverAndTheFirstComesTooLate() throws Exception {
        CertificateOrders other = pod();
        authority.meanwhile =
                () -> {
                    authority.meanwhile = () -> {};
                    other.round();
                    pass(Duration.ofMinutes(4));
                    other.round();
                    assertEquals(1, authority.ordered.size());
                    pass(Duration.ofMinutes(1));
                    other.round();
                };
        pod().round();
        assertEquals(List.of(NAME, NAME), authority.ordered);
        assertEquals(Optional.of(new CertificatePem("chain 2", "key")), served());
        assertEquals("", record().claim());
    }

    @Test
    void whatIsRefusedWaitsLongerEachTimeAndSaysWhy() throws Exception {
        CertificateOrders pod = pod();
        authority.refusal = new CertificateAuthority.Refused("no such name", null);
        for (int minutes : List.of(10, 20, 40, 60, 60)) {
            pod.round();
            pod.round();
            assertEquals("no such name", record().problem());
            assertEquals(millis.get() + minutes * 60_000L, record().nextAttempt());
            pass(Duration.ofMinutes(minutes));
        }
        assertEquals(5, authority.ordered.size());
        authority.refusal = null;
        pod.round();
        assertEquals("", record().problem());
        assertEquals(0, record().failures());
    }

    @Test
    void anAuthorityThatSaysWhenIsNotAskedBefore() throws Exception {
        Instant when = now().plus(Duration.ofDays(2));
        authority.refusal = new CertificateAuthority.Refused("too many", when);
        pod().round();
        assertEquals(when.toEpochMilli(), record().nextAttempt());
    }

    @Test
    void aNameThatDnsDoesNotHaveCostsNoOrder() throws Exception {
        names.inDns = false;
        pod().round();
        assertEquals(List.of(), authority.ordered);
        assertEquals(0, record().failures());
        names.inDns = true;
        pass(Duration.ofMinutes(10));
        pod().round();
        assertEquals(List.of(NAME), authority.ordered);
    }

    @Test
    void anHourHasSoManyOrdersAndNoMore() throws Exception {
        CertificateOrders pod = pod();
        for (int i = 0; i < 9; i++) {
            names.wanted.add("mail" + i + ".example.org");
        }
        pod.round();
        pod.round();
        assertEquals(5, authority.ordered.size());
        pass(Duration.ofHours(1));
        pod.round();
        assertEquals(10, authority.ordered.size());
    }

    @Test
    void whatIsHostedNoMoreIsKeptUntilItEnds() throws Exception {
        CertificateOrders pod = pod();
        pod.round();
        names.wanted.clear();
        pass(LIFE.minusDays(1));
        pod.round();
        assertEquals(1, authority.ordered.size());
        assertTrue(served().isPresent());
        pass(Duration.ofDays(1));
        pod.round();
        assertFalse(served().isPresent());
        assertEquals(List.of(), get(store.all()));
    }

    @Test
    void operatorsOrderAndRenewByHand() throws Exception {
        CertificateRequests requests = new CertificateRequests(store, true);
        names.wanted.clear();
        requests.order("Mail.Example.org").await().indefinitely();
        pod().round();
        assertEquals(List.of(NAME), authority.ordered);
        requests.renew(NAME).await().indefinitely();
        pod().round();
        assertEquals(2, authority.ordered.size());
        assertTrue(record().byHand());
        requests.withdraw(NAME).await().indefinitely();
        pass(LIFE);
        pod().round();
        assertEquals(List.of(), get(store.all()));
    }

    @Test
    void oneThatIsWithdrawnWhileItIsOrderedIsForgotten() throws Exception {
        CertificateRequests requests = new CertificateRequests(store, true);
        names.wanted.clear();
        requests.order(NAME).await().indefinitely();
        authority.meanwhile = () -> requests.withdraw(NAME).await().indefinitely();
        CertificateOrders pod = pod();
        pod.round();
        assertFalse(served().isPresent());
        pod.round();
        assertEquals(List.of(), get(store.all()));
    }

    @Test
    void aNameThatIsHostedNoMoreIsForgottenThoughItsOrderWasAbandoned() throws Exception {
        CertificateOrders other = pod();
        authority.meanwhile =
                () -> {
                    throw new IllegalStateException("this pod dies");
                };
        assertThrows(IllegalStateException.class, () -> pod().round());
        names.wanted.clear();
        other.round();
        assertEquals(1, get(store.all()).size());
        pass(Duration.ofMinutes(5));
        other.round();
        assertEquals(List.of(), get(store.all()));
    }
}
