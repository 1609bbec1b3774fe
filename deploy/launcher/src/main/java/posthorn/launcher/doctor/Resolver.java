package posthorn.launcher.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks a name server of the operator's choice, and remembers nothing. */
final class Resolver {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** No answer that can be used: the name may have the record or not. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;

        Silent(String reason) {
            super(reason);
        }
    }

    private final org.xbill.DNS.Resolver resolver;

    /**
     * One that asks so.
     *
     * @param server {@code host} or {@code host:port}; empty: those of the system
     * @throws IOException when that is no name server
     */
    Resolver(Optional<String> server) throws IOException {
        this.resolver = server.isPresent() ? at(server.get()) : new ExtendedResolver();
        resolver.setTimeout(PATIENCE);
    }

    private static SimpleResolver at(String server) throws IOException {
        int colon = server.lastIndexOf(':');
        boolean port = colon > 0 && server.indexOf(':') == colon;
        SimpleResolver simple = new SimpleResolver(port ? server.substring(0, colon) : server);
        if (port) {
            simple.setPort(Integer.parseInt(server.substring(colon + 1)));
        }
        return simple;
    }

    /** The data of all records of a type, as zone files have it; of TXT the joined text. */
    List<String> data(String name, String type) throws Silent {
        List<String> data = new ArrayList<>();
        for (Record record : ask(name, Type.value(type))) {
            data.add(record instanceof TXTRecord text ? text(text) : record.rdataToString());
        }
        return data;
    }

    private static String text(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        for (byte[] piece : record.getStringsAsByteArrays()) {
            text.append(new String(piece, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    /** The addresses of a host, IPv4 and IPv6. */
    List<InetAddress> addresses(String host) throws Silent {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record record : ask(host, Type.A)) {
            if (record instanceof ARecord a) {
                addresses.add(a.getAddress());
            }
        }
        for (Record record : ask(host, Type.AAAA)) {
            if (record instanceof AAAARecord a) {
                addresses.add(a.getAddress());
            }
        }
        return addresses;
    }

    /** The names of an address, without the last dot. */
    List<String> names(InetAddress address) throws Silent {
        List<String> names = new ArrayList<>();
        for (Record record : ask(ReverseMap.fromAddress(address), Type.PTR)) {
            if (record instanceof PTRRecord ptr) {
                names.add(ptr.getTarget().toString(true));
            }
        }
        return names;
    }

    private List<Record> ask(String name, int type) throws Silent {
        try {
            return ask(Name.fromString(name, Name.root), type);
        } catch (TextParseException e) {
            throw new Silent("no name: " + name);
        }
    }

    private List<Record> ask(Name name, int type) throws Silent {
        Lookup lookup = new Lookup(name, type, DClass.IN);
        lookup.setResolver(resolver);
        lookup.setCache(null);
        Record[] answers = lookup.run();
        return switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL -> answers == null ? List.of() : List.of(answers);
            case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
            default -> throw new Silent(lookup.getErrorString());
        };
    }
}
