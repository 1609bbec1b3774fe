package posthorn.delivery.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.relay.Routes.Route;
import posthorn.runtime.dns.DnsClients;

/** Which hosts a domain has (RFC 5321 §5.1, RFC 7505), asked of a real name server on loopback. */
class MxRoutesTest {

    private final SmallDns dns = new SmallDns();

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void ordersByPreference() {
        dns.mx("far.test", 20, "second.test");
        dns.mx("far.test", 10, "first.test");
        dns.a("first.test", "192.0.2.1");
        dns.a("second.test", "192.0.2.2");
        assertEquals(List.of("first.test", "second.test"), hosts("far.test"));
    }

    @Test
    void shufflesEqualPreferences() {
        dns.mx("far.test", 10, "a.test");
        dns.mx("far.test", 10, "b.test");
        dns.a("a.test", "192.0.2.1");
        dns.a("b.test", "192.0.2.2");
        Set<List<String>> orders = new HashSet<>();
        MxRoutes routes = routes(RelaySettingsOf.defaults());
        for (int i = 0; i < 50; i++) {
            orders.add(names(routes.to("far.test")));
        }
        assertEquals(2, orders.size());
    }

    @Test
    void fallsBackToTheDomainsOwnAddress() {
        dns.a("far.test", "192.0.2.1");
        assertEquals(List.of("far.test"), hosts("far.test"));
    }

    @Test
    void followsAnAlias() {
        dns.cname("alias.test", "far.test");
        dns.mx("far.test", 10, "mx.test");
        dns.a("mx.test", "192.0.2.1");
        assertEquals(List.of("mx.test"), hosts("alias.test"));
    }

    @Test
    void asksOverTcpWhenAnAnswerIsCut() {
        dns.mx("far.test", 10, "mx.test");
        dns.onlyOverTcp("far.test");
        dns.a("mx.test", "192.0.2.1");
        assertEquals(List.of("mx.test"), hosts("far.test"));
    }

    @Test
    void nullMxTakesNoMail() {
        dns.mx("far.test", 0, ".");
        assertInstanceOf(DeliveryFailure.NullMx.class, failure("far.test"));
    }

    @Test
    void unknownDomainIsFinal() {
        assertInstanceOf(DeliveryFailure.NoSuchDomain.class, failure("nowhere.test"));
    }

    @Test
    void domainWithoutAnyAddressIsFinal() {
        dns.empty("far.test");
        assertInstanceOf(DeliveryFailure.NoSuchDomain.class, failure("far.test"));
    }

    @Test
    void brokenNameServerIsNotFinal() {
        dns.servfail("far.test");
        assertInstanceOf(DeliveryFailure.DnsUnavailable.class, failure("far.test"));
    }

    @Test
    void brokenAnswerForTheOnlyHostIsNotFinal() {
        dns.mx("far.test", 10, "mx.test");
        dns.servfail("mx.test");
        assertInstanceOf(DeliveryFailure.DnsUnavailable.class, failure("far.test"));
    }

    @Test
    void loopbackAndPrivateNetworksAreNotRelayedTo() {
        dns.a("loop.test", "127.0.0.1");
        dns.a("private.test", "10.1.2.3");
        assertInstanceOf(DeliveryFailure.ForbiddenNetwork.class, failure("loop.test"));
        assertInstanceOf(DeliveryFailure.ForbiddenNetwork.class, failure("private.test"));
        assertInstanceOf(DeliveryFailure.ForbiddenNetwork.class, failure("[127.0.0.1]"));
        assertInstanceOf(DeliveryFailure.ForbiddenNetwork.class, failure("[ipv6:0:0:0:0:0:0:0:1]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::127.0.0.1",
                "2002:7f00:1::",
                "fec0::1",
                "fe80::1",
                "fd00::1"
            })
    void addressesThatLeadIntoPrivateNetworksAreNotRelayedTo(String address) {
        dns.aaaa("inside.test", address);
        assertInstanceOf(DeliveryFailure.ForbiddenNetwork.class, failure("inside.test"));
    }

    @Test
    void allowedNetworkIsRelayedTo() {
        dns.a("loop.test", "127.0.0.1");
        MxRoutes routes = routes(RelaySettingsOf.defaults().allowing("127.0.0.0/8"));
        assertEquals(List.of("loop.test"), names(routes.to("loop.test")));
    }

    @Test
    void listIsCutAtOurselves() {
        dns.mx("far.test", 10, "better.test");
        dns.mx("far.test", 20, "us.test");
        dns.mx("far.test", 30, "worse.test");
        dns.a("better.test", "192.0.2.1");
        dns.a("us.test", "192.0.2.2");
        dns.a("worse.test", "192.0.2.3");
        MxRoutes byName = routes(RelaySettingsOf.defaults().ownName("us.test"));
        assertEquals(List.of("better.test"), names(byName.to("far.test")));
        MxRoutes byAddress = routes(RelaySettingsOf.defaults().ownAddress("192.0.2.2"));
        assertEquals(List.of("better.test"), names(byAddress.to("far.test")));
    }

    @Test
    void mailForWhichWeAreTheBestHostLoops() {
        dns.mx("far.test", 10, "mail.here.test");
        dns.a("mail.here.test", "192.0.2.2");
        assertInstanceOf(DeliveryFailure.LoopsBack.class, failure("far.test"));
    }

    @Test
    void betterHostThatDnsDoesNotGiveDefersWhereWeAreTheNext() {
        dns.mx("far.test", 10, "better.test");
        dns.mx("far.test", 20, "mail.here.test");
        dns.servfail("better.test");
        dns.a("mail.here.test", "192.0.2.2");
        assertInstanceOf(DeliveryFailure.DnsUnavailable.class, failure("far.test"));
    }

    @Test
    void worseHostThatDnsDoesNotGiveChangesNothing() {
        dns.mx("far.test", 10, "mail.here.test");
        dns.mx("far.test", 20, "worse.test");
        dns.servfail("worse.test");
        dns.a("mail.here.test", "192.0.2.2");
        assertInstanceOf(DeliveryFailure.LoopsBack.class, failure("far.test"));
    }

    @Test
    void hostThatDnsDoesNotGiveDefersWhereTheOtherOneIsForbidden() {
        dns.mx("far.test", 10, "hidden.test");
        dns.mx("far.test", 20, "private.test");
        dns.servfail("hidden.test");
        dns.a("private.test", "10.1.2.3");
        assertInstanceOf(DeliveryFailure.DnsUnavailable.class, failure("far.test"));
    }

    @Test
    void hostThatDnsDoesNotGiveDefersWhereTheOtherOneDoesNotExist() {
        dns.mx("far.test", 10, "hidden.test");
        dns.mx("far.test", 20, "nowhere.test");
        dns.servfail("hidden.test");
        assertInstanceOf(DeliveryFailure.DnsUnavailable.class, failure("far.test"));
    }

    @Test
    void hostThatDnsDoesNotGiveIsRememberedBesideThoseItGives() {
        dns.mx("far.test", 10, "hidden.test");
        dns.mx("far.test", 20, "second.test");
        dns.servfail("hidden.test");
        dns.a("second.test", "192.0.2.2");
        Route.Found found =
                assertInstanceOf(
                        Route.Found.class, routes(RelaySettingsOf.defaults()).to("far.test"));
        assertEquals(List.of("second.test"), names(found));
        assertInstanceOf(DeliveryFailure.DnsUnavailable.class, found.unasked().orElseThrow());
    }

    @Test
    void oneFamilyOfAddressesIsEnoughAndTheOtherOneMayBeAsked() {
        dns.aaaa("six.test", "2001:db8::1");
        dns.servfail("six.test", Type.A);
        dns.a("four.test", "10.1.2.3");
        dns.servfail("four.test", Type.AAAA);
        assertEquals(List.of("six.test"), hosts("six.test"));
        assertInstanceOf(DeliveryFailure.DnsUnavailable.class, failure("four.test"));
    }

    @Test
    void onlyTheBestOfManyRecordsAreLookedAt() {
        for (int i = 1; i <= 30; i++) {
            dns.mx("far.test", i, "mx" + i + ".test");
            dns.a("mx" + i + ".test", "192.0.2." + i);
        }
        List<String> hosts = hosts("far.test");
        assertEquals(20, hosts.size());
        assertEquals("mx20.test", hosts.getLast());
    }

    @Test
    void reasonIsASentence() {
        dns.servfail("far.test");
        DeliveryFailure.DnsUnavailable failure =
                assertInstanceOf(DeliveryFailure.DnsUnavailable.class, failure("far.test"));
        assertEquals("the name servers failed to answer (SERVFAIL)", failure.reason());
    }

    private List<String> hosts(String domain) {
        return names(routes(RelaySettingsOf.defaults()).to(domain));
    }

    private DeliveryFailure failure(String domain) {
        return assertInstanceOf(Route.None.class, routes(RelaySettingsOf.defaults()).to(domain))
                .failure();
    }

    private static List<String> names(Route route) {
        return assertInstanceOf(Route.Found.class, route).hops().stream()
                .map(Routes.Hop::name)
                .toList();
    }

    private MxRoutes routes(RelaySettings settings) {
        return new MxRoutes(
                DnsClients.client(List.of(dns.server()), 100_000, Duration.ofSeconds(10)),
                new ForbiddenHosts(settings, "mail.here.test"),
                20,
                new Random(7));
    }
}
