package posthorn.delivery.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings of the relay for tests. */
record RelaySettingsOf(
        int port,
        List<String> addresses,
        List<String> names,
        List<String> networks,
        Timeouts limits)
        implements RelaySettings {

    static RelaySettingsOf defaults() {
        return new RelaySettingsOf(25, List.of(), List.of(), List.of(), new Limits(10_000));
    }

    RelaySettingsOf withPort(int number) {
        return new RelaySettingsOf(number, addresses, names, networks, limits);
    }

    RelaySettingsOf allowing(String network) {
        return new RelaySettingsOf(port, addresses, names, and(networks, network), limits);
    }

    RelaySettingsOf ownName(String name) {
        return new RelaySettingsOf(port, addresses, and(names, name), networks, limits);
    }

    RelaySettingsOf ownAddress(String address) {
        return new RelaySettingsOf(port, and(addresses, address), names, networks, limits);
    }

    RelaySettingsOf patience(long millis) {
        return new RelaySettingsOf(port, addresses, names, networks, new Limits(millis));
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
