package posthorn.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.frontend.store.MemoryAccount;
import posthorn.frontend.store.MemoryAccounts;

/**
 * Clients that work on one mailbox at once, each with a model of what it was told. Whatever they
 * do, in whatever order: no number is told that does not exist, no message changes its UID, nothing
 * is expunged while numbers hold still, and in the end each knows what there is.
 */
final class ManyClientsTest {

    private static final int STEPS = 1500;
    private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Flagged", "$Work");

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryAccount alice = accounts.add("alice@example.test", "secret");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachKnowsWhatThereIs(long seed) {
        Random random = new Random(seed);
        List<ModelClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            deliver();
            clients.add(new ModelClient(new PurePeer(accounts, false, 1 << 20)));
        }
        for (int step = 0; step < STEPS; step++) {
            ModelClient client = clients.get(random.nextInt(clients.size()));
            if (client.idling()) {
                client.done();
            } else {
                step(client, random);
            }
        }
        clients.stream().filter(ModelClient::idling).forEach(ModelClient::done);
        clients.forEach(ModelClient::check);
    }

    private void deliver() {
        alice.deliver("INBOX", "Subject: x\r\n\r\ny".getBytes(StandardCharsets.US_ASCII));
    }

    private void step(ModelClient client, Random random) {
        String flag = FLAGS.get(random.nextInt(FLAGS.size()));
        int n = client.size() == 0 ? 0 : 1 + random.nextInt(client.size());
        String sign = random.nextInt(3) == 0 ? "-" : "+";
        String silent = random.nextBoolean() ? ".SILENT" : "";
        int uid = 1 + random.nextInt(200);
        switch (n == 0 ? random.nextInt(3) : random.nextInt(12)) {
            case 0, 1 -> deliver();
            case 2 -> client.say("NOOP", true);
            case 3 -> client.say("STORE " + n + ":* " + sign + "FLAGS (" + flag + ")", false);
            case 4 -> client.say("UID STORE " + uid + ":* " + sign + "FLAGS (" + flag + ")", true);
            case 5 -> client.say("FETCH " + n + " (UID FLAGS)", false);
            case 6 -> client.say("UID FETCH 1:* (FLAGS)", true);
            case 7 -> client.say("EXPUNGE", true);
            case 8 -> client.say("MOVE " + n + " INBOX", true);
            case 9 -> client.say("SEARCH " + n + " SEEN", false);
            case 10 -> client.idle();
            default -> {
                client.say("STORE " + n + " FLAGS" + silent + " (" + flag + ")", false);
                client.say("FETCH " + n + " (UID FLAGS)", false);
            }
        }
    }
}
