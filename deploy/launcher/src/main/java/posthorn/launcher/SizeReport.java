package posthorn.launcher;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import posthorn.launcher.size.Demand;
import posthorn.launcher.size.Figures;
import posthorn.launcher.size.Figures.Figure;
import posthorn.launcher.size.Plan;
import posthorn.launcher.size.Plan.Pods;

/** A plan in words and columns. */
final class SizeReport {

    private static final double STEP = 1000;
    private static final double LITTLE = 0.1;
    private static final double GIB = 1024.0 * 1024 * 1024;

    private final PrintWriter out;

    SizeReport(PrintWriter out) {
        this.out = out;
    }

    void figures(Figures figures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("FIGURE", "VALUE", "FROM"));
        for (Figure figure : figures.all()) {
            rows.add(
                    List.of(
                            figure.name(),
                            plain(figure.value()) + " " + figure.unit(),
                            figure.from()));
        }
        table(rows);
    }

    void plan(Demand demand, Plan plan) {
        line(
                "%s mailboxes of %s, %s messages a day of %s, %s%% of them to other hosts:"
                        .formatted(
                                number(demand.users()),
                                octets((double) demand.mailboxOctets()),
                                number(demand.messagesADay()),
                                octets((double) demand.messageOctets()),
                                plain(demand.remoteShare() * 100)));
        line(
                "%s messages a second at the peak (%s times the average), %s open connections, %s in mailboxes"
                        .formatted(
                                rounded(demand.messagesADay() / 86_400.0 * demand.peak()),
                                plain(demand.peak()),
                                number((long) (demand.users() * demand.connectionsPerUser())),
                                octets((double) demand.users() * demand.mailboxOctets())));
        line("");
        machine(plan);
        line("");
        cluster(plan);
        plan.warnings().forEach(warning -> line(System.lineSeparator() + "! " + warning));
        line("");
        line("What this reckons with, and where it was measured: ./posthorn size --figures");
    }

    private void machine(Plan plan) {
        String needs =
                "%s, %s of memory, %s of SSD"
                        .formatted(
                                plan.machine().cores() == 1
                                        ? "1 core"
                                        : number(plan.machine().cores()) + " cores",
                                gib(plan.machine().memory()),
                                gib(plan.machine().disk()));
        line(
                plan.oneMachineIsEnough()
                        ? "One machine is enough (./posthorn up): " + needs
                        : "One machine is not enough (it would need " + needs + ").");
    }

    private void cluster(Plan plan) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ON KUBERNETES", "PODS", "EACH", "BUSY AT PEAK", "BECAUSE"));
        for (Pods pods : plan.services()) {
            rows.add(
                    List.of(
                            pods.name(),
                            number(pods.pods()),
                            pods.cores() + " cores, " + gib(pods.memory()),
                            pods.busy() < LITTLE ? "little" : rounded(pods.busy()) + " cores",
                            pods.because()));
        }
        Plan.Log log = plan.log();
        rows.add(
                List.of(
                        "Kafka brokers",
                        number(log.brokers()),
                        gib(log.memory()) + ", disk " + gib(log.disk()),
                        "",
                        log.partitions() + " partitions a topic, " + log.copies() + " copies"));
        Plan.Database database = plan.database();
        rows.add(
                List.of(
                        "MongoDB nodes",
                        number((long) database.shards() * database.copies()),
                        gib(database.memory()) + ", disk " + gib(database.disk()),
                        "",
                        number(database.shards())
                                + (database.shards() == 1 ? " shard of " : " shards of ")
                                + database.copies()
                                + ": "
                                + database.because()));
        table(rows);
    }

    private void table(List<List<String>> rows) {
        for (List<String> row : rows) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
                text.append(
                        String.format(
                                Locale.ROOT, "%-" + Math.max(1, width) + "s  ", row.get(column)));
            }
            line(text.toString().stripTrailing());
        }
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Without needless digits: {@code 4}, {@code 0.25}. */
    static String plain(double value) {
        return new java.math.BigDecimal(String.format(Locale.ROOT, "%.4f", value))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Two digits that count, from 10 on whole numbers. */
    private static String rounded(double value) {
        if (value >= 10) {
            return number(Math.round(value));
        }
        return plain(Double.parseDouble(String.format(Locale.ROOT, "%.2g", value)));
    }

    private static String gib(long octets) {
        double value = octets / GIB;
        return value < 1
                ? plain(value * 1024) + " MiB"
                : value < 10 * STEP
                        ? number(Math.round(value)) + " GiB"
                        : number(Math.round(value / 1024)) + " TiB";
    }

    private static String octets(double octets) {
        double value = octets;
        for (String unit : List.of("octets", "KB", "MB", "GB", "TB", "PB")) {
            if (value < STEP || unit.equals("PB")) {
                return rounded(value) + " " + unit;
            }
            value /= STEP;
        }
        throw new IllegalStateException();
    }
}
