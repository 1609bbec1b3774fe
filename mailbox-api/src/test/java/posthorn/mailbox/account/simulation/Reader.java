package posthorn.mailbox.account.simulation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.Segment;

/**
 * Somebody who reads a mailbox through a pod, segment by segment, and some of its messages: they
 * are all there, and each consists of what was sent.
 */
final class Reader {
    private final World world;
    private final Pod pod;
    private final String account;
    private final int bodies;

    /** A message as it was read, or as it is in truth. */
    record Message(String body, long size) {}

    /**
     * Reader of one account.
     *
     * @param bodies messages of which the content is read, at most
     */
    Reader(World world, Pod pod, String account, int bodies) {
        this.world = world;
        this.pod = pod;
        this.account = account;
        this.bodies = bodies;
    }

    /** Reads one mailbox; then says why that failed, null: it did not. */
    void read(String box, Consumer<@Nullable Throwable> ended) {
        var state =
                world.time().chance(0.7)
                        ? pod.accounts().known(account)
                        : pod.accounts().current(account);
        state.flatMap(now -> read(now, box)).subscribe().with(done -> ended.accept(null), ended);
    }

    private Uni<Boolean> read(AccountState state, String box) {
        world.history().read(account, state);
        world.truth().seen(account, state);
        var mailbox = state.mailbox(box);
        if (mailbox == null) {
            return Uni.createFrom().item(false);
        }
        return Multi.createFrom()
                .iterable(mailbox.segments())
                .onItem()
                .transformToUniAndConcatenate(
                        segment -> pod.segments().segment(state, segment, true, Reader::messages))
                .collect()
                .in(TreeMap<Long, Message>::new, Map::putAll)
                .invoke(found -> check(state, box, found))
                .flatMap(found -> contents(box, found));
    }

    private static Map<Long, Message> messages(Segment segment) {
        var messages = new TreeMap<Long, Message>();
        for (int row = 0; row < segment.columns().count(); row++) {
            if (!segment.isGone(row)) {
                if (segment.facts(row).bytes().length == 0) {
                    throw new Violation("Facts are missing");
                }
                messages.put(
                        segment.uid(row),
                        new Message(
                                segment.columns().bodies().get(row),
                                segment.columns().sizes()[row]));
            }
        }
        return messages;
    }

    private void check(AccountState state, String box, Map<Long, Message> found) {
        var then = world.truth().state(account, state.n());
        var now = truth(world.truth().state(account).mailbox(box));
        if (then == null) {
            return;
        }
        var before = truth(then.mailbox(box));
        before.forEach((uid, message) -> {
            if (now.containsKey(uid) && !message.equals(found.get(uid))) {
                throw new Violation(
                        "A read of "
                                + box
                                + " at "
                                + state.n()
                                + " has "
                                + found.get(uid)
                                + " instead of "
                                + message);
            }
        });
        found.forEach((uid, message) -> {
            if (!message.equals(before.get(uid))) {
                throw new Violation("A read at " + state.n() + " has " + message + " too much");
            }
        });
    }

    private static Map<Long, Message> truth(@Nullable Mailbox mailbox) {
        var messages = new TreeMap<Long, Message>();
        if (mailbox != null) {
            mailbox.forEach(
                    UidSet.all(),
                    (segment, row) ->
                            messages.put(
                                    segment.uid(row),
                                    new Message(
                                            segment.columns().bodies().get(row),
                                            segment.columns().sizes()[row])));
        }
        return messages;
    }

    private Uni<Boolean> contents(String box, Map<Long, Message> found) {
        var uids = new ArrayList<>(found.keySet());
        while (uids.size() > bodies) {
            uids.remove(world.time().below(uids.size()));
        }
        return Multi.createFrom()
                .iterable(uids)
                .onItem()
                .transformToUniAndConcatenate(
                        uid -> content(box, uid, Objects.requireNonNull(found.get(uid))))
                .collect()
                .last()
                .replaceWith(true);
    }

    private Uni<Boolean> content(String box, long uid, Message message) {
        return pod.accounts()
                .stores()
                .bodies()
                .read(account, message.body(), 0, 0)
                .collect()
                .asList()
                .map(parts -> {
                    if (!MessageContent.isRight(message.body(), message.size(), joined(parts))) {
                        throw new Violation("The content of " + message + " is another one");
                    }
                    return true;
                })
                .onFailure(NoSuchElementException.class)
                .recoverWithItem(() -> gone(box, uid, message));
    }

    private boolean gone(String box, long uid, Message message) {
        if (truth(world.truth().state(account).mailbox(box)).containsKey(uid)) {
            throw new Violation("There is no content of " + message);
        }
        return false;
    }

    private static byte[] joined(List<ByteBuffer> parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            var octets = new byte[part.remaining()];
            part.duplicate().get(octets);
            all.writeBytes(octets);
        }
        return all.toByteArray();
    }
}
