package posthorn.delivery.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report on TLS of one day (RFC 8460 §4.4): the same counts, the same octets. */
final class TlsReport {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private TlsReport() {}

    /** One row and how often it was. */
    private record Counted(TlsRow row, long count) {}

    /** As JSON. */
    static byte[] compose(ReportEnvelope envelope, List<CountedRow> rows) {
        ObjectNode report = JSON.createObjectNode();
        report.put("organization-name", envelope.organization());
        ObjectNode range = report.putObject("date-range");
        range.put("start-datetime", envelope.begin().toString());
        range.put("end-datetime", end(envelope));
        report.put("contact-info", envelope.contact());
        report.put("report-id", envelope.id());
        ArrayNode policies = report.putArray("policies");
        byPolicy(rows).values().forEach(same -> policy(policies.addObject(), envelope, same));
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(report)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last second of the day. */
    private static String end(ReportEnvelope envelope) {
        Instant last = envelope.end().minus(1, ChronoUnit.SECONDS);
        return last.toString();
    }

    private static Map<String, List<Counted>> byPolicy(List<CountedRow> rows) {
        Map<String, List<Counted>> policies = new TreeMap<>();
        for (CountedRow each : rows) {
            TlsRow row = Rows.read(each.row(), TlsRow.class);
            policies.computeIfAbsent(row.type() + row.lines() + row.mx(), _ -> new ArrayList<>())
                    .add(new Counted(row, each.count()));
        }
        return policies;
    }

    private static void policy(ObjectNode to, ReportEnvelope envelope, List<Counted> same) {
        TlsRow first = same.getFirst().row();
        ObjectNode policy = to.putObject("policy");
        policy.put("policy-type", first.type());
        ArrayNode lines = policy.putArray("policy-string");
        first.lines().forEach(lines::add);
        policy.put("policy-domain", envelope.domain());
        ArrayNode hosts = policy.putArray("mx-host");
        first.mx().forEach(hosts::add);
        List<Counted> failed =
                same.stream()
                        .filter(each -> !each.row().result().isEmpty())
                        .sorted(
                                Comparator.comparing((Counted each) -> each.row().result())
                                        .thenComparing(each -> each.row().toString()))
                        .toList();
        long failures = failed.stream().mapToLong(Counted::count).sum();
        ObjectNode summary = to.putObject("summary");
        summary.put(
                "total-successful-session-count",
                same.stream().mapToLong(Counted::count).sum() - failures);
        summary.put("total-failure-session-count", failures);
        if (!failed.isEmpty()) {
            details(to.putArray("failure-details"), failed);
        }
    }

    private static void details(ArrayNode to, List<Counted> failed) {
        for (Counted each : failed) {
            ObjectNode detail = to.addObject();
            detail.put("result-type", each.row().result());
            detail.put("receiving-mx-hostname", each.row().host());
            detail.put("receiving-ip", each.row().address());
            detail.put("failed-session-count", each.count());
            detail.put("failure-reason-code", each.row().reason());
        }
    }
}
