package posthorn.e2e.system;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import posthorn.e2e.system.MailSystem.Use;

/** What an operator does over REST. */
public final class Admin {

    private final MailSystem system;

    public Admin(MailSystem system) {
        this.system = system;
    }

    /** Takes mail for a domain. */
    public void domain(String name) {
        call(Use.MAILBOX_HTTP, 0)
                .body(Map.of("name", name))
                .post("/v1/domains")
                .then()
                .statusCode(201);
    }

    /** The same, with the account that gets the mail for postmaster. */
    public void domain(String name, String postmaster) {
        call(Use.MAILBOX_HTTP, 0)
                .body(Map.of("name", name, "postmaster", postmaster))
                .post("/v1/domains")
                .then()
                .statusCode(201);
    }

    /** The texts that a domain is to publish in DNS, by name. */
    public Map<String, String> texts(String domain) {
        List<Map<String, String>> records =
                call(Use.MAILBOX_HTTP, system.pods() - 1)
                        .get("/v1/domains/" + segment(domain) + "/dns")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("records.findAll { it.type == 'TXT' }");
        Map<String, String> texts = new TreeMap<>();
        records.forEach(record -> texts.put(record.get("name"), record.get("data")));
        return texts;
    }

    /** Makes an account; its id. */
    public String account(String address, String password) {
        return call(Use.MAILBOX_HTTP, 0)
                .body(Map.of("address", address, "password", password))
                .post("/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** PUT, PATCH or DELETE below {@code /v1/accounts/ADDRESS}. */
    public Response accountCall(String method, String address, String rest, Map<String, ?> body) {
        return call(Use.MAILBOX_HTTP, 0)
                .body(body)
                .request(method, "/v1/accounts/" + segment(address) + rest);
    }

    /** Any call about domains and addresses. */
    public Response directoryCall(String method, String path, Map<String, ?> body) {
        return call(Use.MAILBOX_HTTP, 0).body(body).request(method, path);
    }

    /** Messages that wait. */
    public List<Map<String, ?>> queue() {
        return call(Use.MAILBOX_HTTP, 0)
                .get("/v1/queue?limit=1000")
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }

    /** {@code retry} or {@code drop}. */
    public Response steer(String id, String what) {
        return call(Use.MAILBOX_HTTP, 0).body(Map.of()).post("/v1/queue/" + id + "/" + what);
    }

    /** The events of a message. */
    public List<Map<String, ?>> trace(String id) {
        return call(Use.MAILBOX_HTTP, 0)
                .get("/v1/traces/" + segment(id))
                .then()
                .statusCode(200)
                .extract()
                .path("events");
    }

    /** The sum of a metric over all pods of a service and all its labels; 0 where there is none. */
    public double metric(Use management, String name) {
        double sum = 0;
        for (int pod = 0; pod < system.pods(); pod++) {
            String text = given().port(system.port(management, pod)).get("/q/metrics").asString();
            sum +=
                    text.lines()
                            .filter(line ->
                                    line.startsWith(name + "{") || line.startsWith(name + " "))
                            .mapToDouble(line ->
                                    Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                            .sum();
        }
        return sum;
    }

    /**
     * What the services hold for clients right now, by the labels of the gauge {@code
     * posthorn_held}: zeros, too.
     */
    public Map<String, Double> held() {
        Map<String, Double> held = new TreeMap<>();
        for (int port : managementPorts()) {
            given().port(port)
                    .get("/q/metrics")
                    .asString()
                    .lines()
                    .filter(line -> line.startsWith("posthorn_held{"))
                    .forEach(line -> {
                        int end = line.lastIndexOf(' ');
                        held.merge(
                                line.substring("posthorn_held".length(), end),
                                Double.parseDouble(line.substring(end + 1)),
                                Double::sum);
                    });
        }
        return held;
    }

    private Set<Integer> managementPorts() {
        Set<Integer> ports = new TreeSet<>();
        for (int pod = 0; pod < system.pods(); pod++) {
            for (Use management :
                    List.of(
                            Use.MAILBOX_MANAGEMENT,
                            Use.QUEUE_MANAGEMENT,
                            Use.INGRESS_MANAGEMENT,
                            Use.FRONTEND_MANAGEMENT)) {
                ports.add(system.port(management, pod));
            }
        }
        return ports;
    }

    private RequestSpecification call(Use http, int pod) {
        return given().baseUri("http://127.0.0.1")
                .port(system.port(http, pod))
                .header("Authorization", "Bearer " + token())
                .urlEncodingEnabled(false)
                .contentType("application/json");
    }

    private String token() {
        try {
            return Files.readString(system.adminToken()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
