package posthorn.runtime.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.MailExchanger;
import posthorn.protocol.dns.TlsaRecord;
import posthorn.runtime.settings.BadSetting;

/** Questions to name servers, and those that nobody is asked (RFC 2606). */
class DnsClientTest {
    private static final String NONE_FOR_AN_HOUR = ". 3600 IN SOA . . 1 1 1 1 3600";

    private final ScriptedResolver resolver = new ScriptedResolver();
    private final DnsClient dns = client(1_000_000, true);

    private DnsClient client(long octets, boolean trusted) {
        return new DnsClient(
                new AnswerCache(resolver, octets),
                false,
                trusted,
                Duration.ofSeconds(10),
                new Semaphore(10));
    }

    @Test
    void anAnswerIsAskedForOnceAsLongAsItHolds() throws IOException {
        resolver.answer("a.test.", Rcode.NOERROR, false, "a.test. 60 IN A 192.0.2.1");
        resolver.answer("b.test.", Rcode.NOERROR, false, "b.test. 0 IN A 192.0.2.1");
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(InetAddress.ofLiteral("192.0.2.1")), dns.a("A.test.").known());
            dns.a("b.test");
        }
        assertEquals(List.of("a.test.", "b.test.", "b.test.", "b.test."), resolver.asked());
    }

    @Test
    void certificatesOfServicesAreRead() throws IOException {
        resolver.answer(
                "_25._tcp.a.test.", Rcode.NOERROR, true, "_25._tcp.a.test. 60 IN TLSA 3 1 1 ab12");
        assertEquals(
                new DnsAnswer.Found<>(
                        List.of(new TlsaRecord(3, 1, 1, new byte[] {(byte) 0xab, 0x12})), true),
                dns.tlsa("_25._tcp.a.test"));
    }

    @Test
    void whetherServersValidateIsSeenByASignedZone() throws IOException {
        String server = "signed.test. 60 IN NS a.test.";
        resolver.answer("signed.test.", Rcode.NOERROR, true, server);
        assertEquals(new DnsAnswer.Found<>(List.of(true), true), dns.validates("signed.test"));
        resolver.answer("plain.test.", Rcode.NOERROR, false, server.replace("signed", "plain"));
        assertEquals(new DnsAnswer.Found<>(List.of(false), false), dns.validates("plain.test"));
    }

    @Test
    void serversThatDoNotValidateStopTheStart() throws IOException {
        String server = "z.test. 60 IN NS a.test.";
        resolver.answer("z.test.", Rcode.NOERROR, false, server);
        DnsValidation.check(dns, false, "z.test");
        BadSetting wrong =
                assertThrows(BadSetting.class, () -> DnsValidation.check(dns, true, "z.test"));
        assertTrue(wrong.toString().contains("posthorn.dns.validated"), wrong::toString);
        resolver.answer("y.test.", Rcode.NOERROR, true, server.replace("z.test", "y.test"));
        DnsValidation.check(dns, true, "y.test");
        resolver.answer("x.test.", Rcode.SERVFAIL, false);
        DnsValidation.check(dns, true, "x.test");
    }

    @Test
    void thatThereIsNothingIsRememberedForAsLongAsTheZoneSays() throws IOException {
        resolver.answer("none.test.", Rcode.NXDOMAIN, false, NONE_FOR_AN_HOUR);
        resolver.answer("empty.test.", Rcode.NOERROR, false, NONE_FOR_AN_HOUR);
        resolver.answer("unsaid.test.", Rcode.NXDOMAIN, false);
        for (int i = 0; i < 2; i++) {
            assertEquals(new DnsAnswer.Absent<>(false), dns.txt("none.test"));
            assertEquals(new DnsAnswer.Absent<>(true), dns.txt("empty.test"));
            assertEquals(new DnsAnswer.Absent<>(false), dns.txt("unsaid.test"));
        }
        assertEquals(
                List.of("none.test.", "empty.test.", "unsaid.test.", "unsaid.test."),
                resolver.asked());
    }

    @Test
    void aFailureIsNotRemembered() throws IOException {
        resolver.answer("a.test.", Rcode.SERVFAIL, false);
        assertEquals(
                new DnsAnswer.Unavailable<>("the name servers failed to answer (SERVFAIL)"),
                dns.mx("a.test"));
        resolver.answer("a.test.", Rcode.NOERROR, false, "a.test. 60 IN MX 10 mx.test.");
        assertEquals(List.of(new MailExchanger(10, "mx.test")), dns.mx("a.test").known());
    }

    @Test
    void aliasesAreFollowedWithinAnAnswerAndBeyondIt() throws IOException {
        resolver.answer(
                "a.test.",
                Rcode.NOERROR,
                false,
                "a.test. 60 IN CNAME b.test.",
                "b.test. 60 IN CNAME c.test.");
        resolver.answer("c.test.", Rcode.NOERROR, false, "c.test. 60 IN TXT \"one \" \"two\"");
        assertEquals(List.of("one two"), dns.txt("a.test").known());
        assertEquals(List.of("a.test.", "c.test."), resolver.asked());
    }

    @Test
    void aliasesInACircleEnd() throws IOException {
        resolver.answer("a.test.", Rcode.NOERROR, false, "a.test. 60 IN CNAME b.test.");
        resolver.answer("b.test.", Rcode.NOERROR, false, "b.test. 60 IN CNAME a.test.");
        assertInstanceOf(DnsAnswer.Unavailable.class, dns.txt("a.test"));
        assertTrue(resolver.asked().size() < 20, resolver.asked().toString());
    }

    @Test
    void authenticIsWhatTheServersSayWhereTheyAreTrusted() throws IOException {
        resolver.answer("a.test.", Rcode.NOERROR, true, "a.test. 60 IN TXT x");
        resolver.answer("b.test.", Rcode.NOERROR, false, "b.test. 60 IN TXT x");
        assertEquals(new DnsAnswer.Found<>(List.of("x"), true), dns.txt("a.test"));
        assertEquals(new DnsAnswer.Found<>(List.of("x"), false), dns.txt("b.test"));
        assertEquals(new DnsAnswer.Found<>(List.of("x"), false), client(0, false).txt("a.test"));
    }

    @Test
    void whatIsNoNameDoesNotExistAndIsNotAsked() {
        for (String name : List.of("", "a..test", "x".repeat(64) + ".test", "a\\.test", "@")) {
            assertEquals(new DnsAnswer.Absent<>(false), dns.txt(name), name);
        }
        assertEquals(List.of(), resolver.asked());
    }

    @Test
    void theServersOfTheInternetAreNotAskedAboutReservedNames() {
        DnsClient internet =
                new DnsClient(
                        new AnswerCache(resolver, 0),
                        true,
                        false,
                        Duration.ofSeconds(10),
                        new Semaphore(10));
        for (String name :
                List.of(
                        "a.test",
                        "TEST.",
                        "b.example.com",
                        "example.org",
                        "h.local",
                        "localhost")) {
            assertEquals(new DnsAnswer.Absent<>(false), internet.txt(name), name);
        }
        for (String address : List.of("127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "fd00::1")) {
            assertEquals(
                    new DnsAnswer.Absent<>(false),
                    internet.ptr(InetAddress.ofLiteral(address)),
                    address);
        }
        assertEquals(List.of(), resolver.asked());
        DnsClient impatient = internet.within(Duration.ofMillis(1));
        impatient.txt("atest.org");
        impatient.ptr(InetAddress.ofLiteral("192.0.2.1"));
        assertEquals(List.of("atest.org.", "1.2.0.192.in-addr.arpa."), resolver.asked());
    }

    @Test
    void anAnswerThatDoesNotComeIsWaitedForNoLongerThanTheLimit() {
        assertEquals(
                new DnsAnswer.Unavailable<>("no name server answered in time"),
                dns.within(Duration.ofMillis(1)).txt("mute.test"));
    }

    @Test
    void aQuestionThatIsUnderWayIsNotAskedAgain() {
        DnsClient impatient = dns.within(Duration.ofMillis(1));
        IntStream.range(0, 3).forEach(i -> impatient.txt("mute.test"));
        assertEquals(List.of("mute.test."), resolver.asked());
    }

    @Test
    void answersThatTakeMoreRoomThanThereIsAreForgotten() throws IOException {
        DnsClient small = client(2_000, false);
        for (int i = 0; i < 50; i++) {
            String name = "n" + i + ".test.";
            resolver.answer(name, Rcode.NOERROR, false, name + " 60 IN TXT x");
            small.txt(name);
        }
        resolver.asked().clear();
        IntStream.range(0, 50).forEach(i -> small.txt("n" + i + ".test"));
        assertTrue(resolver.asked().size() >= 47, "asked again: " + resolver.asked().size());
    }
}
