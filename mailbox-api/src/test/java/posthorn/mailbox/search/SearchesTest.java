package posthorn.mailbox.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.memory.MemoryMailboxes;
import posthorn.mailbox.memory.SlowBodies;
import posthorn.protocol.wire.HeaderSearch;
import posthorn.protocol.wire.SearchAnswer;
import posthorn.protocol.wire.SearchKey;
import posthorn.protocol.wire.SearchKeys;
import posthorn.protocol.wire.SearchRefusal;
import posthorn.protocol.wire.UidRange;
import posthorn.protocol.wire.UidSet;

class SearchesTest {

    private static final String ACCOUNT = "alice";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SearchLimits LIMITS = new SearchLimits(100, 20, 10, 8, 2, PATIENCE);

    private final SlowBodies bodies = new SlowBodies();
    private final MemoryMailboxes mailboxes = new MemoryMailboxes(bodies::over);
    private final Searches searches = mailboxes.searches(LIMITS);
    private long inbox;

    @BeforeEach
    void fill() {
        mailboxes.create(ACCOUNT, 0);
        deliver(
                """
                From: user-from (comment)@ (comment) domain.org
                To: =?utf-8?q?J=C3=BCrgen?= <juergen@example.org>, list: a@b.example, c@d.example;
                Subject: =?utf-8?b?R3LDvMOfZQ==?= from here
                Message-ID: <one@example.org>
                Date: Tue, 3 Mar 2020 23:59:00 -1200

                The quick brown fox
                """);
        deliver(
                """
                From: Bob <bob@example.org>
                Cc: carol@example.org
                Subject: second
                X-Mailer: pigeon

                jumps over the lazy dog
                """);
        deliver("Subject: large\n\n" + "filling ".repeat(20_000) + "needle\n");
        AccountState state = mailboxes.accounts().current(ACCOUNT).await().atMost(PATIENCE);
        inbox = Objects.requireNonNull(state.mailbox("INBOX")).head().number();
    }

    private void deliver(String message) {
        mailboxes.deliver(ACCOUNT, message.replace("\n", "\r\n"));
    }

    @AfterEach
    void nothingIsHeld() {
        bodies.open();
        Awaitility.await().untilAsserted(() -> assertEquals(0, mailboxes.held()));
        assertEquals(0, searches.held());
        mailboxes.close();
    }

    private Uni<SearchAnswer> begin(SearchKey key) {
        return mailboxes
                .accounts()
                .current(ACCOUNT)
                .flatMap(state -> searches.search(state, inbox, key));
    }

    private List<Long> search(SearchKey key) {
        SearchAnswer answer = begin(key).await().atMost(PATIENCE);
        assertEquals(SearchRefusal.NOT_REFUSED, answer.getRefusal());
        List<Long> uids = new ArrayList<>();
        for (UidRange range : answer.getUidsList()) {
            for (long uid = range.getFirst(); uid <= range.getLast(); uid++) {
                uids.add(uid);
            }
        }
        return uids;
    }

    private static SearchKey envelope(String name, String value) {
        return header(name, value, false);
    }

    private static SearchKey header(String name, String value, boolean fieldText) {
        return SearchKey.newBuilder()
                .setHeader(
                        HeaderSearch.newBuilder()
                                .setName(name)
                                .setValue(value)
                                .setFieldText(fieldText))
                .build();
    }

    private static SearchKey text(String text) {
        return SearchKey.newBuilder().setText(text).build();
    }

    private static SearchKey all(SearchKey... keys) {
        return SearchKey.newBuilder()
                .setAllOf(SearchKeys.newBuilder().addAllKeys(List.of(keys)))
                .build();
    }

    @Test
    void whatFactsTellIsAnsweredWithoutReadingAMessage() {
        assertEquals(List.of(1L), search(envelope("FROM", "user-from@domain.org")));
        assertEquals(List.of(), search(envelope("FROM", "comment")));
        assertEquals(List.of(2L), search(envelope("from", "bob <BOB@example")));
        assertEquals(List.of(1L), search(envelope("TO", "jürgen <juergen@")));
        assertEquals(List.of(1L), search(envelope("TO", "c@d.example")));
        assertEquals(List.of(1L), search(envelope("TO", "list")));
        assertEquals(List.of(2L), search(envelope("CC", "carol")));
        assertEquals(List.of(2L), search(envelope("CC", "")));
        assertEquals(List.of(), search(envelope("BCC", "")));
        assertEquals(List.of(1L), search(envelope("SUBJECT", "GRÜSSE".replace("SS", "ß"))));
        assertEquals(List.of(1L), search(header("Message-ID", "one@EXAMPLE", true)));
        assertEquals(List.of(1L), search(SearchKey.newBuilder().setSentOn("2020-03-03").build()));
        assertEquals(
                List.of(2L, 3L),
                search(
                        SearchKey.newBuilder()
                                .setNot(SearchKey.newBuilder().setSentSince("2000-01-01"))
                                .build()));
        assertEquals(0, bodies.reads());
    }

    @Test
    void otherFieldsAndTheTextOfAFieldAreReadFromTheHeader() {
        assertEquals(List.of(1L), search(header("From", "(comment)@", true)));
        assertEquals(List.of(2L), search(header("x-mailer", "PIGEON", true)));
        assertEquals(List.of(), search(header("x-mailer", "dog", true)));
        assertEquals(List.of(3L), search(all(header("Subject", "large", true), text("needle"))));
    }

    @Test
    void textIsReadOnlyOfMessagesThatItDependsOn() {
        assertEquals(List.of(3L), search(text("NEEDLE")));
        assertEquals(List.of(1L, 2L), search(text("the")));
        int before = bodies.reads();
        SearchKey second =
                SearchKey.newBuilder()
                        .setUids(
                                UidSet.newBuilder()
                                        .addRanges(UidRange.newBuilder().setFirst(2).setLast(2)))
                        .build();
        assertEquals(List.of(2L), search(all(second, text("lazy"))));
        assertEquals(1, bodies.reads() - before);
    }

    @Test
    void termThatIsTooLongIsRefused() {
        SearchAnswer answer = begin(text("a".repeat(101))).await().atMost(PATIENCE);
        assertEquals(SearchRefusal.TERM_TOO_LONG, answer.getRefusal());
    }

    @Test
    void tooManyKeysAreRefused() {
        SearchKey[] keys = new SearchKey[20];
        java.util.Arrays.fill(keys, text("a"));
        SearchAnswer answer = begin(all(keys)).await().atMost(PATIENCE);
        assertEquals(SearchRefusal.TOO_MANY_KEYS, answer.getRefusal());
    }

    @Test
    void tooManyKeysThatLookIntoMessagesAreRefused() {
        SearchKeys.Builder ten = SearchKeys.newBuilder();
        for (int i = 0; i < 4; i++) {
            ten.addKeys(text("fox"))
                    .addKeys(header("X-Mailer", "pigeon", true))
                    .addKeys(envelope("FROM", "bob"));
        }
        ten.addKeys(text("fox")).addKeys(text("fox"));
        SearchKey most = SearchKey.newBuilder().setAnyOf(ten).build();
        assertEquals(List.of(1L, 2L), search(most));
        SearchKey more = SearchKey.newBuilder().setAnyOf(ten.addKeys(text("fox"))).build();
        assertEquals(
                SearchRefusal.TOO_MANY_KEYS, begin(more).await().atMost(PATIENCE).getRefusal());
    }

    @Test
    void tooManySearchesOfOneAccountAreRefused() throws Exception {
        bodies.close();
        CompletableFuture<SearchAnswer> one = running();
        CompletableFuture<SearchAnswer> other = running();
        Awaitility.await().untilAsserted(() -> assertEquals(2, searches.held()));

        SearchAnswer answer = begin(text("fox")).await().atMost(PATIENCE);

        assertEquals(SearchRefusal.TOO_MANY_SEARCHES, answer.getRefusal());
        assertFalse(one.isDone() || other.isDone());
        bodies.open();
        assertEquals(1, one.get(20, TimeUnit.SECONDS).getUidsCount());
        assertEquals(1, other.get(20, TimeUnit.SECONDS).getUidsCount());
    }

    private CompletableFuture<SearchAnswer> running() {
        return begin(text("fox")).subscribeAsCompletionStage().toCompletableFuture();
    }

    @Test
    void searchStopsWhenItsClientLeaves() {
        bodies.close();
        Cancellable search = begin(text("fox")).subscribe().with(answer -> {}, failure -> {});
        Awaitility.await().untilAsserted(() -> assertTrue(bodies.reads() > 0));
        int begun = bodies.reads();
        search.cancel();
        assertEquals(0, searches.held());
        bodies.open();
        Awaitility.await().untilAsserted(() -> assertEquals(0, mailboxes.held()));
        assertEquals(begun, bodies.reads());
    }

    @Test
    void searchThatTakesTooLongIsRefused() {
        bodies.close();
        Searches hurried =
                mailboxes.searches(new SearchLimits(100, 20, 10, 8, 2, Duration.ofMillis(20)));
        SearchAnswer answer =
                mailboxes
                        .accounts()
                        .current(ACCOUNT)
                        .flatMap(state -> hurried.search(state, inbox, text("fox")))
                        .await()
                        .atMost(PATIENCE);
        assertEquals(SearchRefusal.TOOK_TOO_LONG, answer.getRefusal());
        assertEquals(0, hurried.held());
    }
}
