package posthorn.delivery.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.tls.TlsDemand;

/** The dialogue with a host, by transcripts: {@code src/test/resources/transcripts/*.smtp}. */
class SmtpClientTest {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    static Stream<String> scripts() {
        String[] names = FOLDER.toFile().list((_, name) -> name.endsWith(".smtp"));
        return Stream.of(names == null ? new String[0] : names).sorted();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void goesAsTheTranscriptSays(String name) {
        Transcript script = Transcript.read(FOLDER.resolve(name));
        List<String> results = new ArrayList<>();
        try {
            play(script, results);
        } catch (SessionFailure e) {
            results.add("session " + words(FailurePolicy.result(e.failure())));
        }
        assertEquals(List.of(), script.rest(), "not played");
        assertEquals(script.results(), results);
    }

    @Test
    void thereAreTranscripts() {
        assertEquals(true, scripts().count() >= 15);
    }

    private static void play(Transcript script, List<String> results) throws SessionFailure {
        SmtpClient client = new SmtpClient(script, "client.test");
        client.open(demand(script), !script.values("requiretls").isEmpty());
        for (String words : script.values("sign-in")) {
            client.signIn(new Credentials(words.split(" ")[0], words.split(" ")[1]));
        }
        int transactions = Math.max(1, script.values("transactions").size());
        for (int i = 0; i < transactions; i++) {
            if (i > 0) {
                client.reset();
            }
            Map<Integer, RecipientResult> done =
                    client.transact(transaction(script), content(script), () -> mayEnd(script));
            done.forEach((ordinal, result) -> results.add(ordinal + " " + words(result)));
        }
        results.add(client.reusable() ? "reusable" : "over");
        script.afterClosed();
        if (!script.values("quit").isEmpty()) {
            client.quit();
        }
    }

    private static boolean mayEnd(Transcript script) {
        return script.values("claim-lost").isEmpty();
    }

    private static String words(RecipientResult result) {
        return switch (result) {
            case RecipientResult.Accepted r ->
                    "accepted " + r.reply() + (r.reportedOn() ? ", reported on" : "");
            case RecipientResult.Failed r -> words(FailurePolicy.result(r.failure()));
        };
    }

    private static String words(AttemptResult result) {
        return switch (result) {
            case AttemptResult.Delivered o -> "delivered " + o.reply();
            case AttemptResult.Deferred o ->
                    "deferred " + o.status() + (o.maybeTwice() ? " maybe-twice " : " ") + o.reply();
            case AttemptResult.Failed o -> "failed " + o.status() + " " + o.reply();
            case AttemptResult.Held o -> "held " + o.reply();
            case AttemptResult.Discarded o -> "discarded " + o.reply();
        };
    }

    private static MailTransaction transaction(Transcript script) {
        Map<Integer, String> recipients = new LinkedHashMap<>();
        script.values("rcpt").forEach(address -> recipients.put(recipients.size(), address));
        byte[] message = message(script);
        return new MailTransaction(
                script.values("from").getFirst(),
                recipients,
                message.length,
                new Asked(script),
                notifications(script));
    }

    private static NotificationParameters notifications(Transcript script) {
        Map<Integer, List<EsmtpParameter>> recipients = new LinkedHashMap<>();
        for (String line : script.values("rcpt-parameter")) {
            String[] words = line.split(" ", 2);
            recipients
                    .computeIfAbsent(Integer.valueOf(words[0]), _ -> new ArrayList<>())
                    .add(EsmtpParameter.parse(words[1]).orElseThrow());
        }
        return new NotificationParameters(
                script.values("mail-parameter").stream()
                        .map(word -> EsmtpParameter.parse(word).orElseThrow())
                        .toList(),
                recipients);
    }

    private static byte[] message(Transcript script) {
        StringBuilder text = new StringBuilder();
        script.values("body").forEach(line -> text.append(line).append("\r\n"));
        String cut = script.values("unterminated").isEmpty() ? "" : "cut";
        return text.append(cut).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static TlsDemand demand(Transcript script) {
        if (!script.values("plain").isEmpty()) {
            return TlsDemand.PLAIN;
        }
        List<String> demands = script.values("demand");
        return demands.isEmpty() ? TlsDemand.OPPORTUNISTIC : TlsDemand.valueOf(demands.getFirst());
    }

    private static MessageContent content(Transcript script) {
        byte[] message = message(script);
        int[] at = new int[1];
        return () -> {
            if (!script.values("lost-body").isEmpty()) {
                throw new MessageContent.ContentLost("away");
            }
            return at[0] == message.length
                    ? Optional.empty()
                    : Optional.of(new byte[] {message[at[0]++]});
        };
    }

    private record Asked(Transcript script) implements MailTransaction.Requirements {
        @Override
        public boolean eightBitDeclared() {
            return !script.values("eight-bit").isEmpty();
        }

        @Override
        public boolean eightBitNeeded() throws MessageContent.ContentLost {
            if (!script.values("lost-body").isEmpty()) {
                throw new MessageContent.ContentLost("away");
            }
            return script.values("eight-bit").contains("needed");
        }

        @Override
        public boolean utf8Declared() {
            return !script.values("utf8").isEmpty();
        }

        @Override
        public boolean utf8Needed() {
            return script.values("utf8").contains("needed");
        }

        @Override
        public boolean requireTls() {
            return !script.values("requiretls").isEmpty();
        }
    }
}
