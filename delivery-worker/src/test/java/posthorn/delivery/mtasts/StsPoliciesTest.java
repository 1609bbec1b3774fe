package posthorn.delivery.mtasts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.delivery.TestDns;
import posthorn.delivery.mtasts.PolicyFetcher.Fetched;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.protocol.tlsrpt.TlsResultType;

/** Which policy of a domain counts (RFC 8461). */
class StsPoliciesTest {

    private static final String RECORD = "_mta-sts.far.test";
    private static final TlsProblem AWAY =
            new TlsProblem(TlsResultType.STS_POLICY_FETCH_ERROR, "away");
    private static final StsPolicy FIRST = policy("first.test");
    private static final StsPolicy SECOND = policy("second.test");

    private final MemoryPolicies store = new MemoryPolicies();
    private final Deque<Fetched> served = new ArrayDeque<>();
    private final List<String> fetched = new ArrayList<>();
    private final TestDns dns = new TestDns();
    private long now = 1_000_000_000_000L;
    private StsPolicies policies = worker();

    private StsPolicies worker() {
        return new StsPolicies(
                dns,
                domain -> {
                    fetched.add(domain);
                    return served.remove();
                },
                store,
                new StsPolicies.Limits(100, Duration.ofMinutes(5)),
                () -> Instant.ofEpochMilli(now),
                () -> now * 1_000_000);
    }

    @Test
    void domainWithoutARecordHasNoneAndNobodyIsAsked() {
        assertEquals(DomainPolicy.NONE, policies.of("far.test"));
        assertEquals(List.of(), fetched);
    }

    @Test
    void policyIsFetchedOnceForAnId() {
        published("1", FIRST);
        counts(FIRST);
        counts(FIRST);
        assertEquals(List.of("far.test"), fetched);
        published("2", SECOND);
        counts(SECOND);
        assertEquals(2, fetched.size());
    }

    @Test
    void policyCountsOnWhenDnsAndItsHostFallSilent() {
        published("1", FIRST);
        counts(FIRST);
        policies = worker();
        dns.txt(RECORD, new DnsAnswer.Absent<>(false));
        counts(FIRST);
        dns.txt(RECORD, new DnsAnswer.Unavailable<>("no answer"));
        counts(FIRST);
        record("2");
        served.add(new Fetched.Failed(AWAY));
        assertEquals(
                new DomainPolicy(Optional.of(FIRST), Optional.of(AWAY)), policies.of("far.test"));
    }

    @Test
    void policyCountsUntilItsTimeIsOver() {
        published("1", FIRST);
        counts(FIRST);
        dns.txt(RECORD, new DnsAnswer.Absent<>(false));
        now += FIRST.maxAge().toMillis() - 1;
        counts(FIRST);
        now++;
        assertEquals(DomainPolicy.NONE, policies.of("far.test"));
    }

    @Test
    void whatCouldNotBeFetchedIsNotAskedForAgainAtOnce() {
        record("1");
        served.add(new Fetched.Failed(AWAY));
        served.add(new Fetched.Policy(FIRST));
        DomainPolicy none = new DomainPolicy(Optional.empty(), Optional.of(AWAY));
        assertEquals(none, policies.of("far.test"));
        assertEquals(none, policies.of("far.test"));
        assertEquals(1, fetched.size());
        now += Duration.ofMinutes(6).toMillis();
        counts(FIRST);
    }

    @Test
    void otherWorkersUseWhatOneHasFetched() {
        published("1", FIRST);
        counts(FIRST);
        policies = worker();
        counts(FIRST);
        assertEquals(1, fetched.size());
    }

    @Test
    void storeThatIsAwayDoesNotKeepFromFetching() {
        store.away = true;
        published("1", FIRST);
        counts(FIRST);
        assertTrue(policies.of("far.test").problem().isEmpty());
        assertEquals(1, fetched.size());
    }

    private void published(String id, StsPolicy policy) {
        record(id);
        served.add(new Fetched.Policy(policy));
    }

    private void record(String id) {
        dns.txt(RECORD, "v=STSv1; id=" + id + ";");
    }

    private void counts(StsPolicy policy) {
        assertEquals(Optional.of(policy), policies.of("far.test").policy());
    }

    private static StsPolicy policy(String mx) {
        return new StsPolicy(StsPolicy.Mode.ENFORCE, Duration.ofDays(7), List.of(mx));
    }
}
