package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.SigningKeysAnswer;
import posthorn.protocol.wire.SigningKeysRequest;

/** Keys and records of a domain, over HTTP and gRPC, on a real store. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class DomainKeysApiTest {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ManagedChannel channel;
    private final String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".test";

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        Management.awaitReady();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + StoreResource.ADMIN)
                .contentType(ContentType.JSON);
    }

    private DirectoryGrpc.DirectoryBlockingStub directory() {
        Metadata token = new Metadata();
        token.put(AUTHORIZATION, "Bearer " + StoreResource.SERVICE);
        return DirectoryGrpc.newBlockingStub(
                        ClientInterceptors.intercept(
                                channel, MetadataUtils.newAttachHeadersInterceptor(token)))
                .withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    @Test
    void aDomainHasKeysFromItsFirstMomentAndTheyAreRotated() {
        admin().body(Map.of("name", domain)).post("/v1/domains").then().statusCode(201);
        admin().get("/v1/domains/" + domain + "/dkim")
                .then()
                .statusCode(200)
                .body("keys.state", equalTo(List.of("signing", "signing")))
                .body("keys.algorithm", equalTo(List.of("rsa-sha256", "ed25519-sha256")))
                .body(not(containsString("secret")));
        SigningKeysRequest question = SigningKeysRequest.newBuilder().setDomain(domain).build();
        SigningKeysAnswer signing = directory().signingKeys(question);
        assertEquals(domain, signing.getDomain());
        List<String> published =
                admin().get("/v1/domains/" + domain + "/dns")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("records.zone");
        signing.getKeysList()
                .forEach(key ->
                        assertTrue(
                                published.stream()
                                        .anyMatch(line ->
                                                line.startsWith(
                                                        key.getSelector()
                                                                + "._domainkey."
                                                                + domain)),
                                published.toString()));
        admin().post("/v1/domains/" + domain + "/dkim/rotate").then().statusCode(200);
        admin().post("/v1/domains/" + domain + "/dkim/rotate")
                .then()
                .statusCode(409)
                .body("detail", containsString("posthorn domain dns"));
        assertEquals(signing, directory().signingKeys(question));
        admin().delete("/v1/domains/" + domain).then().statusCode(204);
        assertEquals("", directory().signingKeys(question).getDomain());
        admin().get("/v1/domains/" + domain + "/dns").then().statusCode(404);
    }

    @Test
    void aPolicyIsServedToAnybodyUnderTheNameOfADomainOfOurs() {
        admin().body(Map.of("name", domain)).post("/v1/domains").then().statusCode(201);
        given().header("Host", "MTA-STS." + domain + ":8080")
                .get("/.well-known/mta-sts.txt")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(containsString("version: STSv1\r\nmode: testing\r\nmx: "));
        for (String host : List.of("mta-sts.other.test", domain, "mta-sts.", "mta-sts")) {
            given().header("Host", host).get("/.well-known/mta-sts.txt").then().statusCode(404);
        }
        admin().delete("/v1/domains/" + domain).then().statusCode(204);
    }

    @Test
    void mailProgramsFindTheirSettingsByNameAndByAddress() {
        admin().body(Map.of("name", domain)).post("/v1/domains").then().statusCode(201);
        given().header("Host", "Autoconfig." + domain)
                .get("/mail/config-v1.1.xml?emailaddress=x@other.test")
                .then()
                .statusCode(200)
                .contentType("text/xml")
                .body("clientConfig.emailProvider.domain", equalTo(domain))
                .body("clientConfig.emailProvider.incomingServer[0].socketType", equalTo("SSL"));
        String wellKnown = "/.well-known/autoconfig/mail/config-v1.1.xml";
        given().get(wellKnown + "?emailaddress=ann@" + domain).then().statusCode(200);
        for (String asked : List.of("", "?emailaddress=ann@other.test", "?emailaddress=%3C%22")) {
            given().get(wellKnown + asked).then().statusCode(404);
        }
        admin().delete("/v1/domains/" + domain).then().statusCode(204);
    }
}
