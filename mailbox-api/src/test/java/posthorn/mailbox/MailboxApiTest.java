package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.protocol.wire.AuthenticateRefusal;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.BodiesRequest;
import posthorn.protocol.wire.BodyRange;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DeliverRequest;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.FactsRequest;
import posthorn.protocol.wire.FoundFacts;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.ListRequest;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.MaySendAsRequest;
import posthorn.protocol.wire.OpenAnswer;
import posthorn.protocol.wire.OpenRequest;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.UidRange;
import posthorn.protocol.wire.WatchAnswer;
import posthorn.protocol.wire.WatchRequest;

/** An account's life, over HTTP and gRPC, on a real store. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class MailboxApiTest {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final byte[] MESSAGE =
            "From: bob@example.org\r\nSubject: hello\r\n\r\nHow are you?\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ManagedChannel plain;
    private Channel channel;
    private final String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".test";

    @BeforeEach
    void connect() {
        plain = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        Metadata token = new Metadata();
        token.put(AUTHORIZATION, "Bearer " + StoreResource.SERVICE);
        channel =
                ClientInterceptors.intercept(
                        plain, MetadataUtils.newAttachHeadersInterceptor(token));
        Management.awaitReady();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        plain.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + StoreResource.ADMIN)
                .contentType(ContentType.JSON);
    }

    private String account(String name) {
        admin().body(Map.of("name", domain)).post("/v1/domains");
        return admin().body(Map.of("address", name + "@" + domain, "password", "secret " + name))
                .post("/v1/accounts")
                .then()
                .statusCode(201)
                .body("address", equalTo(name + "@" + domain))
                .body("id", notNullValue())
                .extract()
                .path("id");
    }

    private DirectoryGrpc.DirectoryBlockingStub directory() {
        return DirectoryGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private MailboxesGrpc.MailboxesBlockingStub mailboxes() {
        return MailboxesGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private CommandResult deliver(String account, String key) {
        return DeliveryGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .deliver(
                        DeliverRequest.newBuilder()
                                .setAccount(account)
                                .setKey(key)
                                .setPrefix(ByteString.copyFromUtf8("Return-Path: <>\r\n"))
                                .setInline(ByteString.copyFrom(MESSAGE))
                                .setFirstAttempt(System.currentTimeMillis())
                                .setArrived(1_000_000)
                                .build());
    }

    @Test
    void newAccountHasItsMailboxes() {
        ListAnswer list =
                mailboxes().list(ListRequest.newBuilder().setAccount(account("alice")).build());

        assertEquals(1, list.getN());
        assertEquals(
                List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"),
                list.getMailboxesList().stream().map(m -> m.getName()).sorted().toList());
        assertTrue(list.getSubscriptionsList().contains("Drafts"));
    }

    @Test
    void deliveredOnceIsReadAsItWas() {
        String account = account("alice");
        CommandResult first = deliver(account, "message/0");
        assertEquals(first, deliver(account, "message/0"));

        long inbox = first.getDone().getMailbox();
        List<OpenAnswer> open = new ArrayList<>();
        mailboxes()
                .open(OpenRequest.newBuilder().setAccount(account).setMailbox(inbox).build())
                .forEachRemaining(open::add);
        assertEquals(1, open.getFirst().getHead().getMessages());
        assertEquals(List.of(1L), open.get(1).getRows().getUidsList());
        FoundFacts facts =
                mailboxes()
                        .facts(
                                FactsRequest.newBuilder()
                                        .setAccount(account)
                                        .setMailbox(inbox)
                                        .addUids(UidRange.newBuilder().setFirst(1).setLast(1))
                                        .build())
                        .next()
                        .getFound(0);
        assertEquals("hello", facts.getFacts().getEnvelope().getSubject().toStringUtf8());
        assertEquals("How are you?", facts.getFacts().getPreview());
        assertArrayEquals(
                ("Return-Path: <>\r\n" + new String(MESSAGE, StandardCharsets.US_ASCII))
                        .getBytes(StandardCharsets.US_ASCII),
                body(account, facts.getBody()));
        readsTogether(account, inbox, facts.getBody());
    }

    private void readsTogether(String account, long inbox, String body) {
        assertEquals(
                List.of("Return", "", "Path: <>"),
                mailboxes()
                        .bodies(
                                BodiesRequest.newBuilder()
                                        .setAccount(account)
                                        .setMailbox(inbox)
                                        .addRanges(BodyRange.newBuilder().setUid(1).setLength(6))
                                        .addRanges(BodyRange.newBuilder().setUid(2))
                                        .addRanges(
                                                BodyRange.newBuilder()
                                                        .setBody(body)
                                                        .setOffset(7)
                                                        .setLength(8))
                                        .build())
                        .getBodiesList()
                        .stream()
                        .map(octets -> octets.getData().toStringUtf8())
                        .toList());
    }

    private byte[] body(String account, String name) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        mailboxes()
                .body(BodyRequest.newBuilder().setAccount(account).setBody(name).build())
                .forEachRemaining(chunk -> body.writeBytes(chunk.getData().toByteArray()));
        return body.toByteArray();
    }

    @Test
    void watcherHearsOfADeliveryAtOnce() {
        String account = account("alice");
        Iterator<WatchAnswer> watch =
                mailboxes()
                        .watch(WatchRequest.newBuilder().setAccount(account).setAfter(0).build());
        assertEquals(1, watch.next().getHead());
        assertEquals(1, watch.next().getEntry().getN());

        CommandResult delivered = deliver(account, "message/1");

        WatchAnswer heard = watch.next();
        assertEquals(delivered.getN(), heard.getEntry().getN());
        assertEquals(1, heard.getEntry().getChanges(0).getMessagesAdded().getMessages(0).getUid());
    }

    @Test
    void resolvesAndLetsIn() {
        String alice = account("alice");
        var resolved =
                directory()
                        .resolve(
                                ResolveRequest.newBuilder()
                                        .addAddresses("ALICE+news@" + domain)
                                        .addAddresses("nobody@" + domain)
                                        .addAddresses("bob@elsewhere.example")
                                        .addAddresses("postmaster@" + domain)
                                        .build())
                        .getResolvedList();
        assertEquals(alice, resolved.get(0).getAccount());
        assertEquals(Locality.UNKNOWN_USER, resolved.get(1).getLocality());
        assertEquals(Locality.REMOTE, resolved.get(2).getLocality());
        assertEquals(alice, resolved.get(3).getAccount());
        assertEquals(alice, signIn("secret alice").getAccount());
        assertEquals(AuthenticateRefusal.BAD_CREDENTIALS, signIn("wrong").getRefusal());
        admin().body(Map.of("state", "disabled"))
                .patch("/v1/accounts/alice@" + domain)
                .then()
                .statusCode(200)
                .body("state", equalTo("disabled"));
        assertEquals(AuthenticateRefusal.ACCOUNT_DISABLED, signIn("secret alice").getRefusal());
    }

    private posthorn.protocol.wire.AuthenticateAnswer signIn(String password) {
        return directory()
                .authenticate(
                        AuthenticateRequest.newBuilder()
                                .setLogin("alice@" + domain)
                                .setPassword(password)
                                .setProtocol("imap")
                                .setClientAddress("192.0.2.1")
                                .build());
    }

    @Test
    void whoSignedInBeforeThePasswordChangedIsActiveNoLonger() {
        String alice = account("alice");
        long generation = signIn("secret alice").getAccessGeneration();
        assertTrue(isActive(alice, generation));
        assertTrue(
                mailboxes()
                                .list(ListRequest.newBuilder().setAccount(alice).build())
                                .getAccessGeneration()
                        <= generation);
        admin().body(Map.of("password", "another word"))
                .put("/v1/accounts/alice@" + domain + "/password")
                .then()
                .statusCode(204);
        assertFalse(isActive(alice, generation));
        long next = signIn("another word").getAccessGeneration();
        assertTrue(next > generation);
        assertTrue(isActive(alice, next));
        assertEquals(
                next,
                mailboxes()
                        .list(ListRequest.newBuilder().setAccount(alice).build())
                        .getAccessGeneration());
    }

    private boolean isActive(String account, long generation) {
        return directory()
                .maySendAs(
                        MaySendAsRequest.newBuilder()
                                .setAccount(account)
                                .setAccessGeneration(generation)
                                .build())
                .getActive();
    }

    @Test
    void problemsSayWhatToDo() {
        account("alice");
        admin().body(Map.of("address", "alice@" + domain, "password", "secret word"))
                .post("/v1/accounts")
                .then()
                .statusCode(409)
                .body("detail", notNullValue());
        admin().body(Map.of("address", "alice@other.test", "password", "secret word"))
                .post("/v1/accounts")
                .then()
                .statusCode(404)
                .body("title", notNullValue());
        given().get("/v1/accounts").then().statusCode(401);
        admin().get("/v1/accounts?domain=" + domain)
                .then()
                .body("items.address", hasItem("alice@" + domain));
        admin().delete("/v1/accounts/alice@" + domain).then().statusCode(204);
        admin().delete("/v1/accounts/alice@" + domain).then().statusCode(404);
        admin().delete("/v1/domains/" + domain).then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/accounts",
                "//v1/accounts",
                "/v1//accounts",
                "/./v1/accounts",
                "/x/../v1/accounts",
                "/v1;a=b/accounts",
                "/%761/accounts",
                "/v1%2faccounts",
                "/V1/accounts",
                "/v1/accounts/"
            })
    void noPathLeadsAroundTheToken(String path) {
        account("alice");
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(anyOf(is(401), is(404), is(200)))
                .contentType(not(containsString("application/json")))
                .body(not(containsString("alice@")));
    }

    @Test
    void whoShowsTheOldAndTheNewTokenIsLetIn() {
        Metadata both = new Metadata();
        both.put(AUTHORIZATION, "Bearer a-token-of-which-nobody-knows-yet");
        both.put(AUTHORIZATION, "Bearer " + StoreResource.SERVICE);
        both.put(AUTHORIZATION, "Bearer a-token-of-former-times");
        Channel caller =
                ClientInterceptors.intercept(
                        plain, MetadataUtils.newAttachHeadersInterceptor(both));
        assertEquals(
                Locality.REMOTE,
                DirectoryGrpc.newBlockingStub(caller)
                        .resolve(
                                ResolveRequest.newBuilder()
                                        .addAddresses("bob@elsewhere.example")
                                        .build())
                        .getResolved(0)
                        .getLocality());
    }

    @Test
    void nobodyCallsWithoutTheToken() {
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                MailboxesGrpc.newBlockingStub(plain)
                                        .list(ListRequest.newBuilder().setAccount("x").build()));
        assertEquals(Status.Code.UNAUTHENTICATED, refused.getStatus().getCode());
    }
}
