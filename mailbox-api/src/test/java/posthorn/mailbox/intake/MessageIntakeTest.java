package posthorn.mailbox.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.intake.DeliveryReceiver.Outcome;
import posthorn.mailbox.memory.MemoryMailboxes;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.AppendPart;
import posthorn.protocol.wire.DeliverAllHeader;
import posthorn.protocol.wire.DeliverAllPart;
import posthorn.protocol.wire.DeliveryRecipient;
import posthorn.protocol.wire.TransitHeader;
import posthorn.protocol.wire.TransitPart;

class MessageIntakeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ID = "abcdefghijklmnopqrstuvwxyz";
    private static final int MEGABYTE = 1024 * 1024;

    private final MemoryMailboxes mailboxes = new MemoryMailboxes(store -> store);

    @AfterEach
    void nothingIsHeld() {
        Awaitility.await().untilAsserted(() -> assertEquals(0, mailboxes.held()));
        assertEquals(0, mailboxes.uploads());
        mailboxes.close();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private List<byte[]> inbox(String account) {
        AccountState state = mailboxes.accounts().current(account).await().atMost(PATIENCE);
        return Objects.requireNonNull(state.mailbox("INBOX")).segments().stream()
                .flatMap(segment ->
                        java.util.stream.IntStream.range(0, segment.columns().count())
                                .mapToObj(row -> body(account, segment, row)))
                .toList();
    }

    private byte[] body(String account, Segment segment, int row) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        mailboxes
                .accounts()
                .stores()
                .bodies()
                .read(account, segment.columns().bodies().get(row), 0, 0)
                .subscribe()
                .asIterable()
                .forEach(part -> {
                    byte[] copy = new byte[part.remaining()];
                    part.get(copy);
                    all.writeBytes(copy);
                });
        assertEquals(segment.columns().sizes()[row], all.size());
        return all.toByteArray();
    }

    private static DeliverAllPart header(String transit, long size, String... accounts) {
        DeliverAllHeader.Builder header =
                DeliverAllHeader.newBuilder()
                        .setPrefix(ByteString.copyFromUtf8("Return-Path: <me@a.example>\r\n"))
                        .setTransit(transit)
                        .setSize(size);
        for (String account : accounts) {
            header.addRecipients(
                    DeliveryRecipient.newBuilder().setAccount(account).setKey("key of it"));
        }
        return DeliverAllPart.newBuilder().setHeader(header).build();
    }

    private static DeliverAllPart chunk(byte[] octets) {
        return DeliverAllPart.newBuilder().setChunk(ByteString.copyFrom(octets)).build();
    }

    private List<Outcome> deliver(DeliverAllPart... parts) {
        return new DeliveryReceiver(mailboxes.intake())
                .of(Multi.createFrom().items(parts))
                .await()
                .atMost(PATIENCE);
    }

    private static CommandOutcome outcome(Outcome outcome) {
        return assertInstanceOf(Outcome.Decided.class, outcome).result().outcome();
    }

    @Test
    void oneBodyIsDeliveredToManyAccountsOnceEach() {
        mailboxes.create("alice", 0);
        mailboxes.create("bob", 0);
        byte[] first = octets("Subject: hello\r\nreturn-path: <forged@x.example>\r\n forged\r\n");
        byte[] second = octets("X: y\r\n\r\nReturn-Path: stays in the text\r\n");
        DeliverAllPart header = header("", first.length + second.length, "alice", "nobody", "bob");
        for (int again = 0; again < 2; again++) {
            List<Outcome> outcomes = deliver(header, chunk(first), chunk(second));
            assertInstanceOf(CommandOutcome.Done.class, outcome(outcomes.get(0)));
            assertInstanceOf(CommandOutcome.Refused.class, outcome(outcomes.get(1)));
            assertInstanceOf(CommandOutcome.Done.class, outcome(outcomes.get(2)));
        }
        byte[] expected =
                octets(
                        String.join(
                                "\r\n",
                                "Return-Path: <me@a.example>",
                                "Subject: hello",
                                "X: y",
                                "",
                                "Return-Path: stays in the text",
                                ""));
        for (String account : List.of("alice", "bob")) {
            List<byte[]> messages = inbox(account);
            assertEquals(1, messages.size());
            assertArrayEquals(expected, messages.getFirst());
        }
    }

    @Test
    void bodyInTransitIsDeliveredToManyAccounts() {
        mailboxes.create("alice", 0);
        mailboxes.create("bob", 0);
        byte[] message = octets("Subject: x\r\n\r\n" + "y".repeat(600_000));
        String name = store(message, 100_000).await().atMost(PATIENCE).toString();
        deliver(header(name, 0, "alice", "bob"))
                .forEach(each -> assertInstanceOf(CommandOutcome.Done.class, outcome(each)));
        assertEquals(message.length + 29, inbox("alice").getFirst().length);
        assertArrayEquals(inbox("alice").getFirst(), inbox("bob").getFirst());
    }

    @Test
    void whatTheHeaderDoesNotAnnounceIsRefused() {
        mailboxes.create("alice", 0);
        assertThrows(
                InvalidRequest.class, () -> deliver(header("", 5, "alice"), chunk(octets("123"))));
        assertThrows(
                InvalidRequest.class, () -> deliver(header("", 2, "alice"), chunk(octets("123"))));
        assertThrows(InvalidRequest.class, () -> deliver(header("", 0)));
        assertThrows(InvalidRequest.class, () -> deliver(header("", 0, "alice", "alice")));
        assertThrows(InvalidRequest.class, () -> deliver(header("", 1L << 40, "alice")));
    }

    private Uni<TransitBodies.Name> store(byte[] message, int step) {
        return new TransitReceiver(mailboxes.intake())
                .of(
                        Multi.createBy()
                                .concatenating()
                                .streams(
                                        Multi.createFrom().item(transitHeader()),
                                        Multi.createFrom()
                                                .range(0, (message.length + step - 1) / step)
                                                .map(i -> part(message, i * step, step))));
    }

    private static TransitPart transitHeader() {
        return TransitPart.newBuilder()
                .setHeader(TransitHeader.newBuilder().setMessageId(ID).setClientAddress("::1"))
                .build();
    }

    private static TransitPart part(byte[] message, int at, int step) {
        int count = Math.min(step, message.length - at);
        return TransitPart.newBuilder().setChunk(ByteString.copyFrom(message, at, count)).build();
    }

    @Test
    void transitBodyOfWhoLeavesDoesNotStay() {
        byte[] message = new byte[700_000];
        Multi<TransitPart> endless =
                Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom()
                                        .items(transitHeader(), part(message, 0, 700_000)),
                                Multi.createFrom().nothing());
        Cancellable upload =
                new TransitReceiver(mailboxes.intake())
                        .of(endless)
                        .subscribe()
                        .with(name -> {}, failure -> {});
        assertEquals(1, mailboxes.transit().count());
        assertEquals(1, mailboxes.uploads());
        assertTrue(mailboxes.held() < 256 * 1024, () -> mailboxes.held() + " octets");
        upload.cancel();
        assertEquals(0, mailboxes.transit().count());
    }

    @Test
    void transitBodyThatBreaksOffDoesNotStay() {
        Multi<TransitPart> broken =
                Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom()
                                        .items(
                                                transitHeader(),
                                                part(new byte[300_000], 0, 300_000)),
                                Multi.createFrom().failure(new IllegalStateException("gone")));
        Uni<TransitBodies.Name> upload = new TransitReceiver(mailboxes.intake()).of(broken);
        assertThrows(IllegalStateException.class, () -> upload.await().atMost(PATIENCE));
        assertEquals(0, mailboxes.transit().count());
    }

    private static AppendPart appendHeader(long size) {
        return AppendPart.newBuilder()
                .setHeader(
                        AppendHeader.newBuilder()
                                .setAccount("alice")
                                .setKey("append")
                                .setMailbox("INBOX")
                                .setSize(size))
                .build();
    }

    private static AppendPart append(byte[] octets) {
        return AppendPart.newBuilder().setChunk(ByteString.copyFrom(octets)).build();
    }

    private Uni<Result> append(Multi<AppendPart> parts) {
        return new AppendReceiver(mailboxes.intake()).of(parts);
    }

    @Test
    void appendedMessageIsStoredWhetherSmallOrLarge() {
        mailboxes.create("alice", 0);
        for (int size : new int[] {1000, 256 * 1024, 256 * 1024 + 1, 3 * MEGABYTE}) {
            byte[] message = octets("Subject: x\r\n\r\n" + "y".repeat(size - 14));
            AppendPart header =
                    AppendPart.newBuilder()
                            .setHeader(
                                    appendHeader(size).getHeader().toBuilder()
                                            .setKey("append " + size))
                            .build();
            Result result =
                    append(
                                    Multi.createBy()
                                            .concatenating()
                                            .streams(
                                                    Multi.createFrom().item(header),
                                                    Multi.createFrom()
                                                            .range(0, (size + 99_999) / 100_000)
                                                            .map(i -> cut(message, i * 100_000))))
                            .await()
                            .atMost(PATIENCE);
            assertInstanceOf(CommandOutcome.Done.class, result.outcome());
            assertArrayEquals(message, inbox("alice").getLast());
        }
        Awaitility.await().untilAsserted(() -> assertEquals(0, mailboxes.transit().count()));
    }

    private static AppendPart cut(byte[] message, int at) {
        return AppendPart.newBuilder()
                .setChunk(ByteString.copyFrom(message, at, Math.min(100_000, message.length - at)))
                .build();
    }

    @Test
    void whatIsAnnouncedAndDoesNotComeCostsNothing() {
        mailboxes.create("alice", 0);
        List<Cancellable> uploads =
                java.util.stream.IntStream.range(0, 40)
                        .mapToObj(i ->
                                append(
                                                Multi.createBy()
                                                        .concatenating()
                                                        .streams(
                                                                Multi.createFrom()
                                                                        .items(
                                                                                appendHeader(
                                                                                        50L
                                                                                                * MEGABYTE),
                                                                                append(
                                                                                        octets(
                                                                                                "ab"))),
                                                                Multi.createFrom().nothing()))
                                        .subscribe()
                                        .with(result -> {}, failure -> {}))
                        .toList();
        assertEquals(80, mailboxes.held());
        assertEquals(40, mailboxes.uploads());
        mailboxes.deliver("alice", "Subject: not held up\r\n\r\n");
        uploads.forEach(Cancellable::cancel);
    }

    @Test
    void fullMailboxIsKnownBeforeAMessageComes() {
        AccountRoom room = new AccountRoom(mailboxes.accounts(), PATIENCE);
        mailboxes.create("bounded", 1000);
        mailboxes.create("free", 0);
        assertEquals(OptionalLong.of(1000), room.of("bounded").await().atMost(PATIENCE).left());
        assertEquals(AccountRoom.Room.NOT_KNOWN, room.of("free").await().atMost(PATIENCE));
        mailboxes.deliver("bounded", "Subject: " + "x".repeat(689) + "\r\n");
        assertEquals(
                new AccountRoom.Room(OptionalLong.of(300), OptionalLong.of(1000)),
                room.of("bounded").await().atMost(PATIENCE));
        mailboxes.setQuota("bounded", new QuotaLimits(1000, 1));
        assertEquals(OptionalLong.of(0), room.of("bounded").await().atMost(PATIENCE).left());
    }
}
