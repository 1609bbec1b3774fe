package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import posthorn.launcher.transfer.Folder;
import posthorn.launcher.transfer.Letter;
import posthorn.launcher.transfer.MailAccount;
import posthorn.launcher.transfer.MessageFacts;
import posthorn.launcher.transfer.TransferStopped;

/** An account of ours by REST. What the server takes later is asked for again, for two minutes. */
final class RestAccount implements MailAccount {

    private static final int TRIES = 8;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final int PAGE = 1000;

    private final Server server;
    private final String path;

    RestAccount(Server server, String address) {
        this.server = server;
        this.path = "/v1/accounts/" + Server.segment(address) + "/mailboxes";
    }

    @Override
    public List<Box> boxes() {
        List<Box> boxes = new ArrayList<>();
        for (JsonNode each : again(() -> server.get(path)).path(Pages.ITEMS)) {
            String use = each.path("specialUse").asText("");
            boxes.add(
                    new Box(
                            each.path("id").asText(),
                            new Folder(
                                    each.path("path").asText(),
                                    use.equals("inbox") ? "" : use,
                                    each.path("subscribed").asBoolean()),
                            each.path("messages").asLong()));
        }
        return boxes;
    }

    @Override
    public Page page(String box, String cursor) {
        String asked =
                path
                        + "/"
                        + box
                        + "/messages?limit="
                        + PAGE
                        + (cursor.isEmpty() ? "" : "&cursor=" + Server.segment(cursor));
        JsonNode answer = again(() -> server.get(asked));
        List<Message> messages = new ArrayList<>();
        for (JsonNode each : answer.path(Pages.ITEMS)) {
            List<String> flags = new ArrayList<>();
            each.path("flags").forEach(flag -> flags.add(flag.asText()));
            long uid = each.path("uid").asLong();
            messages.add(
                    new Message(
                            uid,
                            new MessageFacts(
                                    "UID " + uid,
                                    Instant.parse(each.path("received").asText()),
                                    flags),
                            each.path("messageId").asText(""),
                            each.path("size").asLong()));
        }
        return new Page(messages, answer.path(Pages.NEXT).asText(""));
    }

    @Override
    public InputStream octets(String box, long uid) throws Refused {
        return taken(() -> server.getOctets(path + "/" + box + "/messages/" + uid + "/raw"));
    }

    @Override
    public String create(Folder folder) throws Refused {
        return taken(() ->
                server.post(
                                path,
                                folder.specialUse().isEmpty()
                                        ? Map.of("path", folder.path())
                                        : Map.of(
                                                "path",
                                                folder.path(),
                                                "specialUse",
                                                folder.specialUse()))
                        .path("id")
                        .asText());
    }

    @Override
    public void subscribe(String box, boolean subscribed) {
        again(() -> server.patch(path + "/" + box, Map.of("subscribed", subscribed)));
    }

    @Override
    public void rename(String box, String to) throws Refused {
        taken(() -> server.patch(path + "/" + box, Map.of("path", to)));
    }

    @Override
    public void append(String box, String key, MessageFacts facts, Letter letter) throws Refused {
        StringBuilder to = new StringBuilder(path);
        to.append('/').append(box).append("/messages?received=").append(facts.received());
        facts.flags().forEach(flag -> to.append("&flag=").append(Server.segment(flag)));
        BodyPublisher octets =
                letter.size() == 0
                        ? BodyPublishers.noBody()
                        : BodyPublishers.fromPublisher(
                                BodyPublishers.ofInputStream(letter::open), letter.size());
        taken(() -> server.postOctets(to.toString(), "message/rfc822", key, octets));
    }

    private static <T> T taken(Supplier<T> call) throws Refused {
        try {
            return again(call);
        } catch (ServerFailure refused) {
            throw new Refused(String.valueOf(refused.getMessage()));
        }
    }

    /**
     * Asks until there is an answer.
     *
     * @throws ServerFailure for an answer that stays the same
     * @throws TransferStopped when there is none after all tries
     */
    private static <T> T again(Supplier<T> call) {
        Duration wait = FIRST_WAIT;
        for (int left = TRIES; ; left--) {
            try {
                return call.get();
            } catch (ServerFailure failure) {
                if (!failure.isTemporary()) {
                    throw failure;
                }
                if (left == 0) {
                    throw new TransferStopped(
                            failure.getMessage()
                                    + " Run the same again: it goes on where it stopped.");
                }
            }
            try {
                // The server is away and cannot say when it is back: it is asked again.
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransferStopped("interrupted");
            }
            wait = wait.multipliedBy(2);
        }
    }
}
