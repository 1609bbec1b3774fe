package posthorn.e2e.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsServerTest {
    private DnsServer server;

    @BeforeEach
    void start() throws IOException {
        server = DnsServer.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void answersMailExchangersAndAddressesOverUdpAndTcp() throws IOException {
        server.zones()
                .mx("remote.test", 10, "mx1.remote.test")
                .mx("remote.test", 20, "mx2.remote.test");
        server.zones().address("mx1.remote.test", "127.0.0.1").address("mx1.remote.test", "::1");
        for (boolean tcp : List.of(false, true)) {
            assertEquals(
                    List.of("10 mx1.remote.test.", "20 mx2.remote.test."),
                    data(ask("Remote.TEST", Type.MX, tcp)));
            assertEquals(List.of("127.0.0.1"), data(ask("mx1.remote.test", Type.A, tcp)));
            assertEquals(List.of("0:0:0:0:0:0:0:1"), data(ask("mx1.remote.test", Type.AAAA, tcp)));
        }
        assertTrue(server.queries().contains(new DnsServer.Query("remote.test", "MX", true)));
        assertTrue(server.queries().contains(new DnsServer.Query("remote.test", "MX", false)));
    }

    @Test
    void nullMxNamesTheRoot() throws IOException {
        server.zones().nullMx("nomail.test");
        assertEquals(List.of("0 ."), data(ask("nomail.test", Type.MX, false)));
    }

    @Test
    void aliasesAreFollowed() throws IOException {
        server.zones().cname("www.test", "host.test").address("host.test", "192.0.2.1");
        assertEquals(List.of("host.test.", "192.0.2.1"), data(ask("www.test", Type.A, false)));
        server.zones().cname("loop.test", "loop.test");
        assertFalse(ask("loop.test", Type.A, false).getSection(Section.ANSWER).isEmpty());
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        assertEquals(Rcode.NXDOMAIN, ask("none.test", Type.MX, false).getRcode());
        server.zones().empty("empty.test");
        Message empty = ask("empty.test", Type.MX, false);
        assertEquals(Rcode.NOERROR, empty.getRcode());
        assertEquals(List.of(), data(empty));
        assertEquals(1, empty.getSection(Section.AUTHORITY).size());
    }

    @Test
    void troubleIsAnsweredAsAskedAndCanBeTakenBack() throws IOException {
        server.zones().serverFailure("bad.test").refused("no.test").silence("mute.test");
        assertEquals(Rcode.SERVFAIL, ask("bad.test", Type.MX, false).getRcode());
        assertEquals(Rcode.REFUSED, ask("no.test", Type.MX, true).getRcode());
        assertThrows(IOException.class, () -> ask("mute.test", Type.MX, false));
        server.zones().forget("bad.test").address("bad.test", "127.0.0.1");
        assertEquals(List.of("127.0.0.1"), data(ask("bad.test", Type.A, false)));
    }

    @Test
    void answersTooLargeForUdpComeOverTcp() throws IOException {
        for (int i = 0; i < 60; i++) {
            server.zones().mx("many.test", i, "a-rather-long-name-of-host-" + i + ".many.test");
        }
        assertEquals(60, data(ask("many.test", Type.MX, false)).size());
        assertTrue(server.queries().contains(new DnsServer.Query("many.test", "MX", true)));
        server.zones().truncated("cut.test").address("cut.test", "127.0.0.1");
        Message cut = ask("cut.test", Type.A, false);
        assertEquals(List.of("127.0.0.1"), data(cut));
        assertFalse(cut.getHeader().getFlag(Flags.TC));
    }

    private Message ask(String name, int type, boolean tcp) throws IOException {
        SimpleResolver resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(server.port());
        resolver.setTCP(tcp);
        resolver.setTimeout(Duration.ofSeconds(name.startsWith("mute") ? 1 : 10));
        return resolver.send(
                Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)));
    }

    private static List<String> data(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(record -> record.rdataToString().toLowerCase(Locale.ROOT))
                .toList();
    }
}
