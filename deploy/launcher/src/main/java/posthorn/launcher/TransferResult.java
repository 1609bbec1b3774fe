package posthorn.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import posthorn.launcher.transfer.Report;
import posthorn.launcher.transfer.TransferStopped;

/** What runs of import or export have come to, account by account. For one thread. */
final class TransferResult {

    private static final double MEGA = 1e6;

    private final CommandSpec spec;
    private final boolean json;
    private final ObjectNode answer = new ObjectMapper().createObjectNode();
    private final ArrayNode accounts = answer.putArray("accounts");
    private boolean failed;

    TransferResult(CommandSpec spec, boolean json) {
        this.spec = spec;
        this.json = json;
    }

    /** A run of one account. */
    interface Run {
        /** Does it. */
        void run(Report report) throws Exception;
    }

    /** Runs one account, and tells what came of it. */
    void run(String address, Run run) {
        Report report =
                new Report(line -> {
                    if (!json) {
                        System.err.println("  " + Terminal.visible(address + ", " + line));
                    }
                });
        String stopped = "";
        try {
            run.run(report);
        } catch (TransferStopped | ServerFailure e) {
            stopped = String.valueOf(e.getMessage());
        } catch (Exception e) {
            stopped = e.toString();
        }
        failed |= report.failed() > 0 || !stopped.isEmpty();
        ObjectNode told = accounts.addObject().put("account", address);
        told.put("messages", report.carried()).put("octets", report.octets());
        told.put("alreadyThere", report.there()).put("failed", report.failed());
        told.put("stopped", stopped);
        ArrayNode failures = told.putArray("failures");
        report.failures().forEach(failures::add);
        if (!json) {
            tell(address, report, stopped);
        }
    }

    private void tell(String address, Report report, String stopped) {
        var out = spec.commandLine().getOut();
        report.failures().forEach(line -> out.println(Terminal.visible(line)));
        if (!stopped.isEmpty()) {
            out.println(Terminal.visible(stopped));
        }
        out.printf(
                Locale.ROOT,
                "%s: %d messages of %.1f MB, %d were there before, %d failed.%n",
                address,
                report.carried(),
                report.octets() / MEGA,
                report.there(),
                report.failed());
        out.flush();
    }

    /** Exit code, with the answer for programs. */
    int end() {
        if (json) {
            spec.commandLine().getOut().println(answer.toPrettyString());
            spec.commandLine().getOut().flush();
        }
        return failed ? Posthorn.REFUSED : 0;
    }
}
