package posthorn.mailbox;

import static io.restassured.RestAssured.given;

import com.google.protobuf.ByteString;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.protocol.wire.DeliverRequest;

/**
 * An account over REST, as an administrator reads it.
 *
 * @param id of the account
 */
record MailApiAccount(String domain, String id, MessageIntake intake) {

    /** Makes one in a domain of its own, when the service is ready. */
    static MailApiAccount make(MessageIntake intake) {
        Management.awaitReady();
        String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".test";
        json().body(Map.of("name", domain)).post("/v1/domains").then().statusCode(201);
        String id =
                json().body(Map.of("address", "alice@" + domain, "password", "a secret of alice"))
                        .post("/v1/accounts")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        return new MailApiAccount(domain, id, intake);
    }

    String address() {
        return "alice@" + domain;
    }

    static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + StoreResource.ADMIN);
    }

    static RequestSpecification json() {
        return admin().contentType(ContentType.JSON);
    }

    String path(String rest) {
        return "/v1/accounts/" + address() + rest;
    }

    String mailbox(String path) {
        return json().get(path("/mailboxes"))
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.path == '" + path + "' }.id");
    }

    void deliver(String message) {
        intake.deliver(
                        DeliverRequest.newBuilder()
                                .setAccount(id)
                                .setKey(UUID.randomUUID().toString())
                                .setPrefix(ByteString.copyFromUtf8("Return-Path: <>\r\n"))
                                .setInline(
                                        ByteString.copyFrom(
                                                message.replace("\n", "\r\n")
                                                        .getBytes(StandardCharsets.UTF_8)))
                                .build())
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    String inbox(String rest) {
        return path("/mailboxes/" + mailbox("INBOX") + "/messages" + rest);
    }
}
