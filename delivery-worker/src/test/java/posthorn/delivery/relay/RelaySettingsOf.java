package posthorn.delivery.relay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the relay for tests. */
record RelaySettingsOf(
        int port,
        List<String> addresses,
        List<String> names,
        List<String> networks,
        Timeouts limits,
        Tls tls,
        Map<String, String> routes,
        Smarthost smarthost)
        implements RelaySettings {

    private static final Tls NO_POLICIES = new TlsOf(Optional.empty(), new MtaStsOf(443));

    /** What is demanded of connections. */
    record TlsOf(Optional<Path> trustedCertificates, MtaSts mtaSts) implements Tls {
        @Override
        public boolean dane() {
            return true;
        }
    }

    /** Policies, from that port. */
    record MtaStsOf(int port) implements MtaSts {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Duration within() {
            return Duration.ofSeconds(10);
        }

        @Override
        public int atOnce() {
            return 10;
        }

        @Override
        public int remembered() {
            return 100;
        }

        @Override
        public Duration lookAgain() {
            return Duration.ofMinutes(5);
        }
    }

    static RelaySettingsOf defaults() {
        return new RelaySettingsOf(
                25,
                List.of(),
                List.of(),
                List.of(),
                new Limits(10_000),
                NO_POLICIES,
                Map.of(),
                SmarthostOf.NONE);
    }

    RelaySettingsOf withPort(int number) {
        return new RelaySettingsOf(
                number, addresses, names, networks, limits, tls, routes, smarthost);
    }

    RelaySettingsOf allowing(String network) {
        return new RelaySettingsOf(
                port, addresses, names, and(networks, network), limits, tls, routes, smarthost);
    }

    RelaySettingsOf ownName(String name) {
        return new RelaySettingsOf(
                port, addresses, and(names, name), networks, limits, tls, routes, smarthost);
    }

    RelaySettingsOf ownAddress(String address) {
        return new RelaySettingsOf(
                port, and(addresses, address), names, networks, limits, tls, routes, smarthost);
    }

    RelaySettingsOf patience(long millis) {
        return new RelaySettingsOf(
                port, addresses, names, networks, new Limits(millis), tls, routes, smarthost);
    }

    RelaySettingsOf route(String domain, String hop) {
        return new RelaySettingsOf(
                port, addresses, names, networks, limits, tls, Map.of(domain, hop), smarthost);
    }

    RelaySettingsOf through(Smarthost host) {
        return new RelaySettingsOf(port, addresses, names, networks, limits, tls, routes, host);
    }

    /** A smarthost of a test. */
    record SmarthostOf(
            Optional<String> host,
            Optional<String> username,
            Optional<Path> passwordFile,
            boolean overflowOnly)
            implements Smarthost {
        static final SmarthostOf NONE =
                new SmarthostOf(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private static List<String> and(List<String> some, String one) {
        List<String> more = new ArrayList<>(some);
        more.add(one);
        return more;
    }

    @Override
    public Optional<List<String>> ownAddresses() {
        return Optional.of(addresses);
    }

    @Override
    public Optional<List<String>> ownNames() {
        return Optional.of(names);
    }

    @Override
    public Optional<List<String>> allowedPrivateNetworks() {
        return Optional.of(networks);
    }

    @Override
    public Timeouts timeouts() {
        return limits;
    }

    @Override
    public int hostsPerAttempt() {
        return 6;
    }

    @Override
    public int mxRecords() {
        return 20;
    }

    @Override
    public int idlePerDestination() {
        return 2;
    }

    @Override
    public int idle() {
        return 10;
    }

    @Override
    public Duration idleTimeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public int messagesPerConnection() {
        return 3;
    }

    /** All stages take equally long. */
    record Limits(long millis) implements Timeouts {
        @Override
        public Duration dns() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration connect() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration greeting() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration hello() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration tls() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration reset() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration quit() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration mail() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration rcpt() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration data() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration block() {
            return Duration.ofMillis(millis);
        }

        @Override
        public Duration endOfData() {
            return Duration.ofMillis(millis);
        }
    }
}
