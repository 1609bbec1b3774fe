package posthorn.mailbox.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.mailbox.gateway.RecipientCheck.Answer;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.smtp.Reply;

class RecipientDialogueTest {

    /** Replies with bars between them, and what is said and found out. */
    @ParameterizedTest
    @CsvSource({
        "220 hi|250 ok|250 ok|250 ok, EHLO MAIL RCPT TAKEN",
        "220 hi|502 no|250 ok|250 ok|250 ok, EHLO HELO MAIL RCPT TAKEN",
        "220 hi|250 ok|250 ok|550 5.1.1 no, EHLO MAIL RCPT REFUSED",
        "220 hi|250 ok|250 ok|450 later, EHLO MAIL RCPT NOT_NOW",
        "220 hi|250 ok|550 go away, EHLO MAIL NOT_NOW",
        "220 hi|450 later, EHLO NOT_NOW",
        "554 no, NOT_NOW"
    })
    void onlyTheReplyToTheRecipientSaysSomethingOfIt(String replies, String said) {
        RecipientDialogue dialogue =
                new RecipientDialogue("us.test", Mailbox.parse("x@b.test").orElseThrow());
        List<String> words = new ArrayList<>();
        for (String line : replies.split("\\|")) {
            switch (dialogue.next(Reply.parse(line).orElseThrow())) {
                case RecipientDialogue.Next.Say(var command) ->
                        words.add(command.encode().split("[ :]")[0]);
                case RecipientDialogue.Next.Done(Answer answer) -> words.add(answer.name());
            }
        }
        assertEquals(said, String.join(" ", words));
    }

    @Test
    void answersAreRememberedForTheirTimeAndAskedForOneByOne() {
        AtomicLong now = new AtomicLong();
        Ticker ticker = now::get;
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        RememberedRecipients hosts =
                new RememberedRecipients(
                        (hop, address) -> {
                            CompletableFuture<Answer> answer = new CompletableFuture<>();
                            asked.add(answer);
                            return Uni.createFrom().completionStage(answer);
                        },
                        new RememberedRecipients.Limits(
                                1, 10, Duration.ofSeconds(60), Duration.ofSeconds(10)),
                        ticker);
        CompletableFuture<Answer> first = hosts.ask("mx", "a@b.test").subscribeAsCompletionStage();
        assertEquals(Answer.NOT_NOW, now(hosts, "c@b.test"), "one at once");
        asked.getFirst().complete(Answer.TAKEN);
        assertEquals(Answer.TAKEN, first.join());
        assertEquals(Answer.TAKEN, now(hosts, "a@b.test"));
        CompletableFuture<Answer> other = hosts.ask("mx", "c@b.test").subscribeAsCompletionStage();
        asked.getLast().complete(Answer.REFUSED);
        assertEquals(Answer.REFUSED, other.join());
        assertEquals(Answer.REFUSED, now(hosts, "c@b.test"));
        now.set(Duration.ofSeconds(11).toNanos());
        assertEquals(Answer.TAKEN, now(hosts, "a@b.test"));
        CompletableFuture<Answer> again = hosts.ask("mx", "c@b.test").subscribeAsCompletionStage();
        assertFalse(again.isDone());
        assertEquals(3, asked.size(), "a refusal is asked for again");
    }

    private static Answer now(RecipientCheck hosts, String address) {
        return hosts.ask("mx", address).subscribeAsCompletionStage().join();
    }
}
