package posthorn.ingress.blocklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.ingress.memory.MemoryDns;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.MailExchanger;
import posthorn.protocol.dns.TlsaRecord;

/** What lists say, RFC 5782. */
class BlockListsTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.99");
    private static final InetAddress CLIENT6 = InetAddress.ofLiteral("2001:db8:1:2:3:4:567:89ab");
    private static final String NIBBLES =
            "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.";

    private final MemoryDns dns = new MemoryDns();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private BlockLists lists(int threshold, String... lists) {
        return new BlockLists(
                () -> dns,
                Arrays.stream(lists).map(BlockList::parse).toList(),
                threshold,
                (zone, answer, detail) -> told.add(zone + " " + answer));
    }

    @Test
    void theListAndItsWordsAreTold() throws InterruptedException {
        dns.host("99.2.0.192.list.test", "127.0.0.2")
                .txt("99.2.0.192.list.test", "https://list.test/192.0.2.99 \u0007\u00fc");
        BlockListVerdict verdict = lists(1, "list.test", "other.test").lookUp(CLIENT);
        assertTrue(verdict.isListed());
        assertEquals(List.of("list.test"), verdict.listedBy());
        assertEquals("https://list.test/192.0.2.99 ??", verdict.explanation());
        assertEquals(
                List.of("list.test LISTED", "other.test NOT_LISTED"),
                told.stream().sorted().toList());
    }

    @Test
    void weightsAddUpToTheThreshold() throws InterruptedException {
        dns.host("99.2.0.192.a.test", "127.0.0.2").host("99.2.0.192.b.test", "127.0.0.3");
        assertFalse(lists(3, "a.test", "b.test").lookUp(CLIENT).isListed());
        BlockListVerdict both = lists(3, "a.test", "b.test=127.0.0.3*2").lookUp(CLIENT);
        assertTrue(both.isListed());
        assertEquals(List.of("b.test", "a.test"), both.listedBy());
        assertEquals("see the pages of b.test", both.explanation());
    }

    @Test
    void anAllowListOutweighsABlockList() throws InterruptedException {
        dns.host("99.2.0.192.bad.test", "127.0.0.2").host("99.2.0.192.good.test", "127.0.5.1");
        BlockListVerdict verdict =
                lists(1, "bad.test", "good.test=127.0.[0..255].[1..3]*-2").lookUp(CLIENT);
        assertFalse(verdict.isListed());
        assertTrue(verdict.isKnownGood());
    }

    @Test
    void oneZoneIsAskedOnceWhateverItsAnswersCountFor() throws InterruptedException {
        dns.host("99.2.0.192.list.test", "127.0.0.4").host("99.2.0.192.list.test", "127.0.0.10");
        BlockListVerdict verdict =
                lists(
                                9,
                                "list.test=127.0.0.[2..4]*2",
                                "list.test=127.0.0.10*3",
                                "list.test=127.0.0.9*7")
                        .lookUp(CLIENT);
        assertEquals(5, verdict.score());
        assertEquals(1, dns.asked().stream().filter("A 99.2.0.192.list.test"::equals).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.255.255.254", "127.255.255.252", "198.51.100.7"})
    void aListThatRefusesToAnswerOrAnswersAnythingCountsForNothing(String answer)
            throws InterruptedException {
        dns.host("99.2.0.192.list.test", answer);
        assertEquals(BlockListVerdict.NOTHING, lists(1, "list.test").lookUp(CLIENT));
        assertEquals(List.of("list.test ERROR"), told);
    }

    @Test
    void aListThatListsEverybodyCountsForNothing() throws InterruptedException {
        dns.host("99.2.0.192.list.test", "127.0.0.2").host("1.0.0.127.list.test", "127.0.0.2");
        assertEquals(BlockListVerdict.NOTHING, lists(1, "list.test").lookUp(CLIENT));
        assertEquals(List.of("list.test ERROR"), told);
    }

    @Test
    void aListThatGivesNoAnswerCountsForNothing() throws InterruptedException {
        dns.broken("99.2.0.192.list.test").host("99.2.0.192.other.test", "127.0.0.2");
        BlockListVerdict verdict = lists(1, "list.test", "other.test").lookUp(CLIENT);
        assertEquals(List.of("other.test"), verdict.listedBy());
        assertTrue(told.contains("list.test UNAVAILABLE"), told.toString());
    }

    @Test
    void ipv6IsAskedByNibbles() throws InterruptedException {
        dns.host(NIBBLES + "list.test", "127.0.0.2");
        assertTrue(lists(1, "list.test").lookUp(CLIENT6).isListed());
        dns.host("1.0.0.0.0.0.f.7.f.f.f.f." + "0.".repeat(20) + "list.test", "127.0.0.2");
        assertFalse(lists(1, "list.test").lookUp(CLIENT6).isListed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "192.168.1.1",
                "169.254.1.1",
                "::1",
                "fd00::1",
                "fe80::1"
            })
    void nobodyIsAskedAboutAddressesThatAreNotPublic(String address) throws InterruptedException {
        assertEquals(
                BlockListVerdict.NOTHING,
                lists(1, "list.test").lookUp(InetAddress.ofLiteral(address)));
        assertEquals(List.of(), dns.asked());
    }

    /** Answers only when two ask at the same time. */
    private record TwoAtOnce(CyclicBarrier both) implements Dns {
        @Override
        public DnsAnswer<InetAddress> a(String name) {
            try {
                both.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return new DnsAnswer.Absent<>(false);
        }

        @Override
        public DnsAnswer<InetAddress> aaaa(String name) {
            return new DnsAnswer.Absent<>(false);
        }

        @Override
        public DnsAnswer<String> txt(String name) {
            return new DnsAnswer.Absent<>(false);
        }

        @Override
        public DnsAnswer<MailExchanger> mx(String name) {
            return new DnsAnswer.Absent<>(false);
        }

        @Override
        public DnsAnswer<TlsaRecord> tlsa(String name) {
            return new DnsAnswer.Absent<>(false);
        }

        @Override
        public DnsAnswer<String> ptr(InetAddress address) {
            return new DnsAnswer.Absent<>(false);
        }
    }

    @Test
    void listsAreAskedAtTheSameTime() throws InterruptedException {
        Dns dns = new TwoAtOnce(new CyclicBarrier(2));
        BlockLists lists =
                new BlockLists(
                        () -> dns,
                        List.of(BlockList.parse("a.test"), BlockList.parse("b.test")),
                        1,
                        (zone, answer, detail) -> {});
        assertFalse(lists.lookUp(CLIENT).isListed());
    }
}
