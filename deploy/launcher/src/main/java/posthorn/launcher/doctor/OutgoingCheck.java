package posthorn.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import posthorn.launcher.doctor.Finding.Section;

/** Whether the worker gets out to port 25 of other hosts. */
final class OutgoingCheck {

    private OutgoingCheck() {}

    /** What the worker's answer to {@code /v1/installation/outgoing} means. */
    static Finding finding(JsonNode answer) {
        String host = answer.path("host").asText("-");
        String port = answer.path("port").asText("25");
        String said = answer.path("said").asText("");
        return switch (answer.path("outcome").asText()) {
            case "GREETED" ->
                    Finding.good(Section.OUTGOING, host, "outgoing.good", host, port, said);
            case "REFUSED" ->
                    Finding.wrong(Section.OUTGOING, host, "outgoing.refused", host, port, said);
            case "BLOCKED" ->
                    Finding.wrong(Section.OUTGOING, host, "outgoing.blocked", host, port, said);
            default -> Finding.unknown(Section.OUTGOING, host, "outgoing.unknown", said);
        };
    }
}
