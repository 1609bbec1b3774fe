package posthorn.e2e.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.system.BrokerCluster;
import posthorn.runtime.kafka.Topics;

/**
 * What a cluster has acknowledged on the topic of accepted mail, as the services make it, is there
 * again after brokers died and lost what they had not flushed. A topic without flushes loses what
 * one broker has acknowledged alone: that shows that the cut cuts.
 */
class BrokerDeathTest {
    private static final Duration ENOUGH = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir Path directory = Path.of("unset");

    @Test
    void oneOfTwoBrokersPromisesAloneWhatIsOnItsDisk() throws Exception {
        try (BrokerCluster cluster = new BrokerCluster(directory, 2);
                LogClient mail = new LogClient(cluster.servers(), ENOUGH)) {
            mail.makeTopics();
            mail.append(ids("by-both"));
            cluster.kill(2);
            mail.append(ids("by-one"));
            mail.appendEvents(ids("told-by-one"));
            cluster.cutPower(1);

            cluster.startAgain(2);
            cluster.awaitAlive(2);
            assertNull(cluster.leader(Topics.ACCEPTED), "it does not have what was promised");
            cluster.startAgain(1);
            assertEquals(mail.acknowledged(), mail.read(Topics.ACCEPTED));
            assertFalse(mail.read(Topics.EVENTS).containsAll(ids("told-by-one")));
        }
    }

    @Test
    void twoOfThreeBrokersHaveWhatIsPromised() throws Exception {
        try (BrokerCluster cluster = new BrokerCluster(directory, 3);
                LogClient mail = new LogClient(cluster.servers(), ENOUGH)) {
            mail.makeTopics();
            mail.append(ids("by-three"));
            try (LoadOnLog load = new LoadOnLog(mail)) {
                load.awaitAppended(20);
                cluster.cutPower(1);
                load.awaitAppended(20);
            }
            mail.append(ids("by-two"));
            cluster.cutPower(2);
            cluster.awaitAlive(3);
            try (LogClient hasty = new LogClient(cluster.servers(), SHORT)) {
                assertThrows(IOException.class, () -> hasty.append(List.of("by-one")));
            }

            cluster.startAgain(1);
            List<String> read = mail.read(Topics.ACCEPTED);
            assertEquals(
                    mail.acknowledged(), read.stream().filter(id -> !id.equals("by-one")).toList());
        }
    }

    private static List<String> ids(String name) {
        return IntStream.range(0, 20).mapToObj(i -> name + "-" + i).toList();
    }
}
