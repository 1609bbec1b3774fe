package posthorn.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import posthorn.launcher.doctor.Finding.Section;

/** Judges what became of the certificates that the installation orders itself (ACME). */
final class OrdersCheck {
    private static final String SUBJECT = "ACME";

    private OrdersCheck() {}

    /**
     * What is to be said of orders; nothing where nobody orders.
     *
     * @param certificates as {@code GET /v1/certificates} answers
     */
    static List<Finding> findings(JsonNode certificates) {
        List<Finding> findings = new ArrayList<>();
        int ordered = 0;
        for (JsonNode each : certificates.path("items")) {
            if (each.path("source").asText().equals("acme")) {
                ordered++;
                problem(each, findings);
            }
        }
        if (ordered > 0 && findings.isEmpty()) {
            findings.add(
                    Finding.good(
                            Section.CERTIFICATES,
                            SUBJECT,
                            "certificate.orders-good",
                            String.valueOf(ordered)));
        }
        return findings;
    }

    private static void problem(JsonNode certificate, List<Finding> findings) {
        String name = certificate.path("name").asText();
        String problem = certificate.path("problem").asText("");
        String next = certificate.path("nextAttempt").asText("-");
        if (problem.isEmpty()) {
            return;
        }
        findings.add(
                certificate.path("state").asText().equals("valid")
                        ? Finding.advice(
                                Section.CERTIFICATES,
                                name,
                                "certificate.not-renewed",
                                problem,
                                next,
                                certificate.path("notAfter").asText("-"))
                        : Finding.wrong(
                                Section.CERTIFICATES,
                                name,
                                "certificate.not-issued",
                                problem,
                                next));
    }
}
