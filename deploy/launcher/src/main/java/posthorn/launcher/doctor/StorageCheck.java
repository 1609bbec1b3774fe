package posthorn.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import posthorn.launcher.doctor.Finding.Section;

/** Whether the log and the database are set so that nothing is lost; the worker has asked them. */
final class StorageCheck {

    private static final int COPIES = 3;

    private StorageCheck() {}

    /** What the worker's answer to {@code /v1/installation} means. */
    static List<Finding> findings(JsonNode answer) {
        List<Finding> findings = new ArrayList<>();
        log(answer.path("log"), findings);
        database(answer.path("database"), findings);
        return findings;
    }

    private static void log(JsonNode log, List<Finding> findings) {
        if (!log.path("problem").asText("").isEmpty()) {
            findings.add(
                    Finding.wrong(
                            Section.STORAGE, "Kafka", "log.away", log.path("problem").asText()));
            return;
        }
        int brokers = log.path("brokers").asInt();
        for (JsonNode topic : log.path("topics")) {
            findings.add(topic(topic, brokers));
        }
    }

    private static Finding topic(JsonNode topic, int brokers) {
        String subject = "Kafka " + topic.path("name").asText();
        String replicas = topic.path("replicas").asText();
        int copies = topic.path("minInsyncReplicas").asInt();
        if (topic.path("uncleanLeaderElection").asBoolean()) {
            return Finding.wrong(
                    Section.STORAGE, subject, "log.unclean", topic.path("name").asText());
        }
        if (topic.path("underReplicated").asInt() > 0) {
            return Finding.wrong(
                    Section.STORAGE,
                    subject,
                    "log.under-replicated",
                    topic.path("underReplicated").asText());
        }
        if (brokers < COPIES) {
            return Finding.advice(
                    Section.STORAGE, subject, "log.few-brokers", Integer.toString(brokers));
        }
        if (topic.path("replicas").asInt() < COPIES) {
            return Finding.wrong(Section.STORAGE, subject, "log.few-replicas", replicas);
        }
        return copies < 2
                ? Finding.wrong(
                        Section.STORAGE,
                        subject,
                        "log.one-in-sync",
                        topic.path("name").asText(),
                        Integer.toString(copies))
                : Finding.good(
                        Section.STORAGE, subject, "log.good", replicas, Integer.toString(copies));
    }

    private static void database(JsonNode database, List<Finding> findings) {
        String subject = "MongoDB";
        String problem = database.path("problem").asText("");
        if (!problem.isEmpty()) {
            findings.add(Finding.wrong(Section.STORAGE, subject, "database.away", problem));
            return;
        }
        int members = database.path("members").asInt();
        if (database.path("embedded").asBoolean()) {
            findings.add(Finding.advice(Section.STORAGE, subject, "database.embedded"));
        } else if (members < COPIES) {
            findings.add(
                    Finding.wrong(
                            Section.STORAGE,
                            subject,
                            "database.few-members",
                            Integer.toString(members)));
        } else {
            findings.add(
                    Finding.good(
                            Section.STORAGE, subject, "database.good", Integer.toString(members)));
        }
        String concern = database.path("writeConcern").asText();
        boolean safe = concern.equals("majority") && database.path("journal").asBoolean();
        findings.add(
                safe
                        ? Finding.good(Section.STORAGE, subject, "database.concern-good")
                        : Finding.wrong(Section.STORAGE, subject, "database.concern", concern));
        if (database.path("journalOff").asBoolean()) {
            findings.add(Finding.wrong(Section.STORAGE, subject, "database.journal"));
        }
    }
}
