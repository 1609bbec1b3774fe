package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.Endpoints.Endpoint;
import posthorn.mailbox.rest.access.Role;

/**
 * Every resource says who may call it, and is called by everybody: with each role, with a wrong
 * token and with none; about their own objects and about those of others.
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class EndpointsTest {

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)[^}]*}");
    private static final Set<Integer> REFUSED = Set.of(401, 403);

    private final String domain = "e" + UUID.randomUUID().toString().substring(0, 8) + ".test";
    private final String other = "o" + domain;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> sessions = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final AuditLines audit = new AuditLines();

    /** Who calls; {@code address} is empty where it is no account. */
    private record Caller(String name, Set<Role> roles, String token, String address) {}

    @BeforeEach
    void accounts() {
        Management.awaitReady();
        for (String name : List.of(domain, other)) {
            admin("POST", "/v1/domains", Map.of("name", name));
            for (String local : List.of("alice", "dana")) {
                admin(
                        "POST",
                        "/v1/accounts",
                        Map.of("address", local + "@" + name, "password", "walks all endpoints"));
            }
            admin("PATCH", "/v1/accounts/dana@" + name, Map.of("administers", List.of(name)));
        }
    }

    @AfterEach
    void close() {
        client.close();
        audit.close();
    }

    private static void admin(String method, String path, Map<String, ?> body) {
        int status =
                given().header("Authorization", "Bearer " + StoreResource.ADMIN)
                        .contentType(ContentType.JSON)
                        .body(body)
                        .request(method, path)
                        .statusCode();
        assertTrue(status == 200 || status == 201, () -> method + " " + path + ": " + status);
    }

    @Test
    void everyResourceSaysWhoMayCallItAndStandsInTheDescription() {
        List<Endpoint> all = Endpoints.all();
        assertTrue(all.size() > 40, () -> "only " + all.size());
        List<String> silent =
                all.stream()
                        .filter(each -> each.allowed().isEmpty())
                        .map(each -> each.code().toString())
                        .toList();
        assertEquals(List.of(), silent);
        Map<String, Map<String, ?>> described =
                given().queryParam("format", "json").get("/v1/openapi").path("paths");
        Set<String> there = new TreeSet<>();
        described.forEach((path, methods) ->
                methods.keySet().forEach(method -> there.add(shape(method, path))));
        Set<String> walked = new TreeSet<>();
        all.forEach(each -> walked.add(shape(each.method(), each.path())));
        assertEquals(walked, there);
    }

    @Test
    void theDescriptionIsBrowsedWithNothingFromElsewhere() {
        String page = given().get("/v1/docs/").then().statusCode(200).extract().asString();
        assertTrue(page.contains("/v1/openapi"), page);
        Set<String> elsewhere = new TreeSet<>();
        Pattern.compile("(?:src|href)\\s*=\\s*[\"']?(https?:)?//[^\"' >]+")
                .matcher(page)
                .results()
                .forEach(found -> elsewhere.add(found.group()));
        assertEquals(Set.of(), elsewhere);
    }

    private static String shape(String method, String path) {
        return method.toUpperCase(Locale.ROOT)
                + " "
                + NAME.matcher(path).replaceAll("{}").replaceAll("/$", "");
    }

    @Test
    void everyRoleReachesWhatIsForItAndNothingElse() {
        String me = "alice@" + domain;
        List<Caller> callers =
                List.of(
                        new Caller("nobody", Set.of(), "", ""),
                        new Caller("wrong token", Set.of(), "session.guess", ""),
                        new Caller("admin", Set.of(Role.ADMIN), StoreResource.ADMIN, ""),
                        new Caller("service", Set.of(Role.SERVICE), StoreResource.SERVICE, ""),
                        new Caller("user", Set.of(Role.USER), "", me),
                        new Caller(
                                "domain admin",
                                EnumSet.of(Role.DOMAIN_ADMIN, Role.USER),
                                "",
                                "dana@" + domain));
        for (Endpoint endpoint : Endpoints.all()) {
            for (Caller caller : callers) {
                Set<Role> allowed = endpoint.allowed().orElse(Set.of());
                boolean may =
                        allowed.contains(Role.ANYONE)
                                || caller.roles().stream().anyMatch(allowed::contains);
                token(caller);
                audit.next();
                int status = status(endpoint, caller, own(endpoint, caller), domain);
                looksIntoTheAuditLog(endpoint, caller, status);
                boolean refused = REFUSED.contains(status);
                int expected = caller.roles().isEmpty() ? 401 : 403;
                if (may ? refused && !allowed.contains(Role.ANYONE) : status != expected) {
                    wrong.add(caller.name() + ": " + endpoint + " is " + status);
                }
                if (status == 500) {
                    wrong.add(caller.name() + ": " + endpoint + " fails");
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** Whatever may change something is one line, which says what came of it and has no secret. */
    private void looksIntoTheAuditLog(Endpoint endpoint, Caller caller, int status) {
        List<String> lines =
                audit.next().stream()
                        .filter(line -> line.startsWith("audit: action=" + endpoint.method() + " "))
                        .toList();
        boolean changes = !endpoint.method().equals("GET");
        if (lines.size() != (changes ? 1 : 0)) {
            wrong.add(caller.name() + ": " + endpoint + " has these lines: " + lines);
        }
        for (String line : lines) {
            if (!line.contains(" outcome=" + status + " ")
                    || !line.contains(" client=127.0.0.1 ")
                    || line.contains("walks all endpoints")
                    || line.contains(StoreResource.ADMIN)) {
                wrong.add(caller.name() + ": " + endpoint + " has the line " + line);
            }
        }
    }

    /** The account that the path names: their own, or one that they may ask about. */
    private String own(Endpoint endpoint, Caller caller) {
        boolean deletes =
                endpoint.method().equals("DELETE")
                        && endpoint.path().equals("/v1/accounts/{address}");
        if (deletes) {
            return "nobody@" + domain;
        }
        boolean onlyThemselves =
                !endpoint.allowed().orElse(Set.of()).contains(Role.DOMAIN_ADMIN)
                        || caller.roles().equals(Set.of(Role.USER));
        return onlyThemselves && !caller.address().isEmpty() ? caller.address() : "alice@" + domain;
    }

    @Test
    void nobodyReachesTheObjectsOfOthers() {
        Caller user = new Caller("user", Set.of(Role.USER), "", "alice@" + domain);
        Caller administrator =
                new Caller(
                        "domain admin",
                        EnumSet.of(Role.DOMAIN_ADMIN, Role.USER),
                        "",
                        "dana@" + domain);
        int looked = 0;
        for (Endpoint endpoint : Endpoints.all()) {
            for (Caller caller : List.of(user, administrator)) {
                boolean named =
                        endpoint.path().contains("{address}")
                                || endpoint.path().contains("{domain}");
                boolean may =
                        endpoint.allowed().orElse(Set.of()).stream()
                                .anyMatch(caller.roles()::contains);
                if (named && may) {
                    looked++;
                    for (String theirs : List.of("alice@" + other, "nobody@" + other)) {
                        int status = status(endpoint, caller, theirs, other);
                        // What cannot be understood at all is refused before anything is looked at.
                        if (status != 403 && status != 400) {
                            wrong.add(caller.name() + ": " + endpoint + " is " + status);
                        }
                    }
                }
            }
        }
        assertTrue(looked > 30, "only " + looked);
        assertEquals(List.of(), wrong);
    }

    @Test
    void anAdministratorOfMoreDomainsIsOutOfReach() {
        admin(
                "PATCH",
                "/v1/accounts/alice@" + domain,
                Map.of("administers", List.of(domain, other)));
        Caller administrator =
                new Caller("domain admin", Set.of(Role.DOMAIN_ADMIN), "", "dana@" + domain);
        given().header("Authorization", "Bearer " + token(administrator))
                .contentType(ContentType.JSON)
                .body(Map.of("password", "taken over by dana"))
                .put("/v1/accounts/alice@" + domain + "/password")
                .then()
                .statusCode(403);
    }

    private int status(Endpoint endpoint, Caller caller, String address, String named) {
        String path =
                NAME.matcher(endpoint.path())
                        .replaceAll(match ->
                                switch (match.group(1)) {
                                    case "address" ->
                                            URLEncoder.encode(address, StandardCharsets.UTF_8);
                                    case "domain" -> named;
                                    default -> "1";
                                });
        String body = "{\"address\":\"zoe@" + named + "\"}";
        boolean reads = endpoint.method().equals("GET") || endpoint.method().equals("DELETE");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", endpoint.type())
                        .method(
                                endpoint.method(),
                                reads
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        String token = token(caller);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!endpoint.method().equals("GET")) {
            sessions.remove(caller.address());
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            // A stream of events has no end.
            response.body().close();
            return response.statusCode();
        } catch (IOException e) {
            throw new AssertionError(caller.name() + ": " + endpoint, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A session may have ended by what was called last. */
    private String token(Caller caller) {
        return caller.address().isEmpty()
                ? caller.token()
                : sessions.computeIfAbsent(
                        caller.address(),
                        address ->
                                given().contentType(ContentType.JSON)
                                        .body(
                                                Map.of(
                                                        "login",
                                                        address,
                                                        "password",
                                                        "walks all endpoints"))
                                        .post("/v1/sessions")
                                        .then()
                                        .statusCode(201)
                                        .extract()
                                        .path("token"));
    }
}
