package posthorn.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import posthorn.launcher.doctor.Finding.Level;
import posthorn.launcher.doctor.Finding.Section;
import posthorn.probe.RecordKind;
import posthorn.probe.RecordState;

/** Looks up each record that a domain is told to publish. */
final class DomainCheck {

    private final Resolver resolver;

    DomainCheck(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Looks each up; {@code answer} is what the server says of the domain. */
    List<Finding> findings(JsonNode answer) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode record : answer.path("records")) {
            findings.add(
                    finding(
                            record.path("name").asText(),
                            record.path("type").asText(),
                            record.path("data").asText(),
                            record.path("zone").asText()));
        }
        return findings;
    }

    private Finding finding(String name, String type, String data, String zone) {
        RecordKind kind = RecordKind.of(name, type, data);
        String subject = name + " " + type;
        List<String> found;
        try {
            found = resolver.data(name, type);
        } catch (Resolver.Silent e) {
            return Finding.unknown(
                    Section.DNS, subject, "dns.silent", String.valueOf(e.getMessage()));
        }
        Level missing = kind.isNeeded() ? Level.WRONG : Level.ADVICE;
        return switch (RecordState.of(kind, type, data, found)) {
            case RecordState.Published() ->
                    Finding.good(Section.DNS, subject, "dns.good", kind.name());
            case RecordState.Missing() ->
                    new Finding(
                            Section.DNS,
                            missing,
                            subject,
                            "dns.missing",
                            List.of(kind.name(), zone));
            case RecordState.Different(List<String> others) ->
                    new Finding(
                            Section.DNS,
                            kind.mayDiffer() ? Level.ADVICE : missing,
                            subject,
                            "dns.different",
                            List.of(kind.name(), String.join(" | ", others), data, zone));
            case RecordState.Several(List<String> all) ->
                    Finding.wrong(
                            Section.DNS,
                            subject,
                            "dns.several",
                            kind.name(),
                            Integer.toString(all.size()));
        };
    }
}
