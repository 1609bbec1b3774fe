package posthorn.launcher.size;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import posthorn.launcher.size.Plan.Database;
import posthorn.launcher.size.Plan.Log;
import posthorn.launcher.size.Plan.Machine;
import posthorn.launcher.size.Plan.Pods;

/** Makes a plan of what is asked and what was measured. */
public final class Sizing {

    private static final double MILLIS = 1000;
    private static final double KIB = 1024;
    private static final double MIB = 1024 * KIB;
    private static final double GIB = 1024 * MIB;
    private static final List<String> WORK =
            List.of("deliver", "relay", "sign-in", "fetch", "flag");

    private final Demand demand;
    private final Figures figures;

    private Sizing(Demand demand, Figures figures) {
        this.demand = demand;
        this.figures = figures;
    }

    /** The plan. */
    public static Plan of(Demand demand, Figures figures) {
        return new Sizing(demand, figures).plan();
    }

    private Plan plan() {
        List<Pods> services =
                Stream.of("smtp-ingress", "delivery-worker", "mailbox-api", "imap-pop-frontend")
                        .map(this::pods)
                        .toList();
        Machine machine = machine();
        boolean enough =
                machine.cores() <= figures.of("machine.most-cores")
                        && machine.disk() <= figures.of("machine.most-disk") * GIB
                        && demand.connections() <= figures.of("machine.most-connections");
        Log log = log(services.get(1).pods());
        Database database = database();
        return new Plan(
                machine, enough, services, log, database, warnings(services, log, database));
    }

    /** Operations a second of a kind of work in the busiest minutes. */
    private double rate(String work) {
        return switch (work) {
            case "deliver" -> demand.peakDeliveries();
            case "relay" -> demand.peakRelayed();
            case "sign-in" ->
                    demand.peakRate(
                            demand.connectionsPerUser() * figures.of("user.sign-ins-a-day"));
            case "fetch" -> demand.peakDeliveries() * figures.of("user.fetches-of-a-message");
            case "flag" -> demand.peakDeliveries() * figures.of("user.flag-changes-of-a-message");
            default -> throw new IllegalArgumentException(work);
        };
    }

    /** Processors that a service, or {@code standalone}, uses in the busiest minutes. */
    private double busy(String service) {
        double millis = 0;
        for (String work : WORK) {
            millis += rate(work) * figures.of("cpu." + work + "." + service);
        }
        double larger = Math.max(0, demand.messageOctets() / KIB - figures.of("message.measured"));
        millis += demand.peakMessages() * larger * figures.of("cpu.kib." + service);
        return millis / MILLIS;
    }

    private Pods pods(String service) {
        int cores = (int) figures.of("pod.cores");
        double busy = busy(service);
        int forWork = ceil(busy / (cores * figures.of("cpu.most-busy")));
        int forConnections =
                service.equals("imap-pop-frontend")
                        ? ceil(demand.connections() / figures.of("pod.connections"))
                        : 0;
        int needed = Math.max(1, Math.max(forWork, forConnections));
        String because =
                needed == 1
                        ? "one is enough, one may be away"
                        : forConnections > forWork ? "connections" : "CPU time";
        long memory = (long) (figures.of("pod.memory." + service) * MIB);
        return new Pods(service, needed + 1, cores, memory, busy, because);
    }

    private Machine machine() {
        int cores = Math.max(1, ceil(busy("standalone") / figures.of("cpu.most-busy")));
        double sessions = demand.connections() * figures.of("memory.session") * KIB;
        double memory = figures.of("machine.memory") * MIB + sessions;
        return new Machine(
                cores, ceilTo(memory, GIB), ceilTo(stored() / figures.of("disk.most-full"), GIB));
    }

    /** Octets in the store, each counted once. */
    private double stored() {
        return demand.storedMessages() * (demand.messageOctets() + figures.of("store.message"))
                + demand.users() * figures.of("store.account");
    }

    private Log log(int workers) {
        double octets = demand.messageOctets() + figures.of("log.message");
        double written = demand.peakMessages() * octets * demand.copies();
        int least = demand.copies();
        int brokers = Math.max(least, ceil(written / (figures.of("broker.octets") * MIB)));
        double kept =
                demand.peakMessages()
                        / demand.peak()
                        * octets
                        * demand.copies()
                        * figures.of("log.hours-kept")
                        * 3600;
        int each = (int) figures.of("log.partitions");
        int partitions = each * Math.max(1, ceil(2.0 * workers / each));
        double disk = kept / brokers / figures.of("disk.most-full");
        return new Log(
                brokers,
                partitions,
                demand.copies(),
                (long) (figures.of("broker.memory") * MIB),
                ceilTo(Math.max(disk, GIB), GIB));
    }

    private Database database() {
        double documents =
                demand.peakDeliveries() * figures.of("store.documents-of-a-message")
                        + rate("flag")
                        + demand.peakRelayed() * figures.of("store.commands-of-a-relayed-message");
        int forWork = ceil(documents / figures.of("shard.documents"));
        int forOctets = ceil(stored() / (figures.of("shard.most-octets") * GIB));
        int shards = Math.max(1, Math.max(forWork, forOctets));
        double each = stored() / shards;
        double memory =
                Math.clamp(
                        each * figures.of("database.cached"),
                        figures.of("database.least-memory") * GIB,
                        figures.of("database.most-memory") * GIB);
        return new Database(
                shards,
                demand.copies(),
                ceilTo(memory, GIB),
                ceilTo(each / figures.of("disk.most-full"), GIB),
                shards == 1
                        ? "one replica set is enough"
                        : forOctets > forWork ? "octets that are stored" : "documents a second");
    }

    private List<String> warnings(List<Pods> services, Log log, Database database) {
        List<String> warnings = new ArrayList<>();
        if (demand.copies() < 3) {
            warnings.add("With fewer than 3 copies a node that dies may take mail with it.");
        }
        if (database.shards() > figures.of("shards.usual")) {
            warnings.add(
                    "So many shards are more than one database usually has: plan several"
                            + " installations and divide the domains among them.");
        }
        if (services.stream().mapToInt(Pods::pods).sum() > figures.of("pods.tried")
                || log.brokers() > 3) {
            warnings.add(
                    "Nothing of this size was measured: the figures are those of a few pods,"
                            + " multiplied. Measure on the way there.");
        }
        return List.copyOf(warnings);
    }

    private static int ceil(double value) {
        return (int) Math.ceil(value);
    }

    /** The next multiple of a step. */
    private static long ceilTo(double value, double step) {
        return (long) (Math.max(1, Math.ceil(value / step)) * step);
    }
}
