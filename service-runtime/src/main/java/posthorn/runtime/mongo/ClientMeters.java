package posthorn.runtime.mongo;

import com.mongodb.MongoClientSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Has a client of MongoDB measured: its commands and its connections. */
public final class ClientMeters {

    /** A client that is made anew, since its password has changed, goes on with these. */
    private static final Map<Pool, PoolMeters> POOLS = new ConcurrentHashMap<>();

    private record Pool(MeterRegistry meters, String name) {}

    private ClientMeters() {}

    /**
     * Adds what measures.
     *
     * @param pool name of the client, as in {@code mailbox-api}
     * @param connections that it may have with one server
     */
    public static MongoClientSettings.Builder measure(
            MongoClientSettings.Builder settings,
            MeterRegistry meters,
            String pool,
            int connections) {
        PoolMeters connectionMeters =
                POOLS.computeIfAbsent(
                        new Pool(meters, pool), _ -> new PoolMeters(meters, pool, connections));
        return settings.addCommandListener(new CommandTimes(meters))
                .applyToConnectionPoolSettings(
                        each -> each.addConnectionPoolListener(connectionMeters));
    }
}
