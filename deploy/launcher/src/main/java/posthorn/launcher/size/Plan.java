package posthorn.launcher.size;

import java.util.List;

/**
 * How large an installation has to be. Memory and disks are octets.
 *
 * @param machine what {@code ./posthorn up} alone would need
 * @param oneMachineIsEnough whether one machine of a usual size can be that
 * @param services pods of the four services
 * @param log brokers of the log
 * @param database nodes of the database
 * @param warnings what whoever builds this has to know
 */
public record Plan(
        Machine machine,
        boolean oneMachineIsEnough,
        List<Pods> services,
        Log log,
        Database database,
        List<String> warnings) {

    /**
     * A single machine.
     *
     * @param cores processors
     * @param memory octets
     * @param disk octets of an SSD
     */
    public record Machine(int cores, long memory, long disk) {}

    /**
     * Pods of a service.
     *
     * @param name of the service
     * @param pods how many, one of which may be away
     * @param cores processors of each
     * @param memory limit of each
     * @param busy processors that all of them use in the busiest minutes
     * @param because what decided how many there are
     */
    public record Pods(
            String name, int pods, int cores, long memory, double busy, String because) {}

    /**
     * Kafka.
     *
     * @param brokers how many
     * @param partitions of {@code mail.accepted} and of {@code mailbox.changes}, each
     * @param copies of each record
     * @param memory of each broker
     * @param disk of each broker
     */
    public record Log(int brokers, int partitions, int copies, long memory, long disk) {}

    /**
     * MongoDB.
     *
     * @param shards replica sets; 1: not sharded
     * @param copies members of each
     * @param memory of each member
     * @param disk of each member
     * @param because what decided how many shards there are
     */
    public record Database(int shards, int copies, long memory, long disk, String because) {}
}
