package posthorn.mailbox.account.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.StateCodec;
import posthorn.mailbox.account.log.Effect;
import posthorn.mailbox.account.log.Floor;
import posthorn.mailbox.account.log.Input;
import posthorn.mailbox.account.log.InsertAnswer;

/** What a pod asks of the replica set, each as a request over the network. */
final class Wire {
    private final World world;
    private final Pod pod;

    /** How much of the store this pod has seen: what it reads causally is not older. */
    private long seen;

    Wire(World world, Pod pod) {
        this.world = world;
        this.pod = pod;
    }

    void forget() {
        seen = 0;
    }

    private ReplicaSet store() {
        return world.store();
    }

    private <A> void send(Network.Request<A> request, Consumer<A> answer, Runnable failed) {
        send(1, request, answer, failed);
    }

    private <A> void send(
            double trouble, Network.Request<A> request, Consumer<A> answer, Runnable failed) {
        world.network()
                .send(
                        pod,
                        trouble,
                        request,
                        got -> {
                            seen = Math.max(seen, store().majority());
                            answer.accept(got);
                        },
                        failed);
    }

    private Runnable failed(String account, long id) {
        return () -> pod.feed(account, new Input.Failed(id, "No answer"));
    }

    void load(String account, Effect.Load load) {
        readManifest(
                account,
                manifest -> {
                    if (!manifest.exists()) {
                        loaded(account, load.id(), AccountState.empty(account), manifest);
                        return;
                    }
                    readSegments(
                            account,
                            List.of(manifest.root()),
                            roots -> {
                                var root = roots.get(manifest.root());
                                if (root == null) {
                                    failed(account, load.id()).run();
                                } else {
                                    loaded(account, load.id(), StateCodec.decode(root), manifest);
                                }
                            },
                            failed(account, load.id()));
                },
                failed(account, load.id()));
    }

    private void loaded(String account, long id, AccountState state, Manifest manifest) {
        pod.feed(account, new Input.Loaded(id, state, manifest.floor()));
    }

    void readManifest(String account, Consumer<Manifest> answer, Runnable failed) {
        long causally = seen;
        send(
                (reply, lost) -> {
                    var manifest =
                            store().shelf(account).manifest.get("", store().readPoint(causally));
                    reply.accept(manifest == null ? Manifest.none(account) : manifest);
                },
                answer,
                failed);
    }

    void replaceManifest(Manifest next, Consumer<Boolean> answer, Runnable failed) {
        send((reply, lost) -> store().replace(next, reply), answer, failed);
    }

    void readFloor(String account, Effect.ReadFloor read) {
        readManifest(
                account,
                manifest -> {
                    Floor floor = manifest.floor();
                    pod.feed(account, new Input.FloorRead(read.id(), floor));
                },
                failed(account, read.id()));
    }

    void readSegments(
            String account,
            Collection<String> names,
            Consumer<Map<String, byte[]>> answer,
            Runnable failed) {
        long causally = seen;
        send(
                (reply, lost) -> {
                    long point = store().readPoint(causally);
                    var contents = new HashMap<String, byte[]>();
                    for (var name : names) {
                        var content = store().shelf(account).segments.get(name, point);
                        if (content != null) {
                            contents.put(name, content);
                        }
                    }
                    reply.accept(contents);
                },
                answer,
                failed);
    }

    void loadSegments(String account, Effect.LoadSegments load) {
        readSegments(
                account,
                load.names(),
                contents -> pod.feed(account, new Input.SegmentsLoaded(load.id(), contents)),
                failed(account, load.id()));
    }

    void writeBody(String account, Effect.WriteBody write) {
        var shelf = store().shelf(account);
        send(
                (reply, lost) ->
                        store().put(
                                        shelf.bodies,
                                        Map.of(write.name(), true),
                                        () -> reply.accept(true),
                                        lost),
                any -> pod.feed(account, new Input.BodyWritten(write.id())),
                failed(account, write.id()));
    }

    void writeSegment(String account, Effect.WriteSegment write) {
        writeSegments(
                account,
                Map.of(write.name(), write.content()),
                () -> pod.feed(account, new Input.SegmentWritten(write.id())),
                failed(account, write.id()));
    }

    void writeSegments(
            String account, Map<String, byte[]> contents, Runnable done, Runnable failed) {
        var shelf = store().shelf(account);
        send(
                (reply, lost) ->
                        store().put(shelf.segments, contents, () -> reply.accept(true), lost),
                any -> done.run(),
                failed);
    }

    void insert(String account, Effect.Insert insert) {
        send(
                5,
                (Consumer<InsertAnswer> reply, Runnable lost) ->
                        store().insert(insert.entry(), reply),
                answer -> {
                    world.count(answer);
                    pod.feed(account, new Input.Inserted(insert.id(), answer));
                },
                () -> {
                    world.count(InsertAnswer.NO_ANSWER);
                    pod.feed(account, new Input.Inserted(insert.id(), InsertAnswer.NO_ANSWER));
                });
    }

    /** What a look finds. */
    private record Found(List<Entry> tail, List<Entry> byKey) {}

    void look(String account, Effect.Look look) {
        send(
                (Consumer<Found> reply, Runnable lost) -> {
                    long point = store().lookPoint(0);
                    reply.accept(
                            new Found(
                                    entries(account, look.from(), look.limit(), point),
                                    byKey(account, look.keys(), point)));
                },
                found ->
                        pod.feed(account, new Input.Looked(look.id(), found.tail(), found.byKey())),
                failed(account, look.id()));
    }

    private List<Entry> entries(String account, long from, int limit, long point) {
        var entries = new ArrayList<Entry>();
        store().shelf(account).log.from(from, point, (n, entry) -> entries.add(entry), limit);
        return entries;
    }

    private List<Entry> byKey(String account, List<String> keys, long point) {
        var found = new TreeMap<Long, Entry>();
        var shelf = store().shelf(account);
        for (var key : keys) {
            var n = shelf.keys.get(key);
            var entry = n == null ? null : shelf.log.get(n, point);
            if (entry != null && entry.keys().contains(key)) {
                found.put(n, entry);
            }
        }
        return List.copyOf(found.values());
    }

    void readEntries(
            String account, long from, int limit, Consumer<List<Entry>> answer, Runnable failed) {
        long causally = seen;
        send(
                (reply, lost) ->
                        reply.accept(entries(account, from, limit, store().readPoint(causally))),
                answer,
                failed);
    }

    void head(String account, Consumer<Long> answer) {
        send(
                (reply, lost) ->
                        reply.accept(store().shelf(account).log.last(store().readPoint(0))),
                answer,
                () -> {});
    }

    void remove(String account, Effect.Remove remove) {
        send(
                (reply, lost) ->
                        store().remove(
                                        account,
                                        remove.n(),
                                        remove.proposal(),
                                        () -> reply.accept(true),
                                        lost),
                any -> pod.feed(account, new Input.Removed(remove.id())),
                failed(account, remove.id()));
    }

    void deleteEntry(String account, long n, Runnable done, Runnable failed) {
        send(
                (reply, lost) -> store().delete(account, n, () -> reply.accept(true), lost),
                any -> done.run(),
                failed);
    }

    <V> void drop(
            String account,
            Versions<String, V> from,
            List<String> names,
            Runnable done,
            Runnable failed) {
        send(
                (reply, lost) -> store().drop(account, from, names, () -> reply.accept(true), lost),
                any -> done.run(),
                failed);
    }

    <V> void names(
            Versions<String, V> from,
            String after,
            int limit,
            java.util.function.Predicate<String> wanted,
            Consumer<List<String>> answer,
            Runnable failed) {
        long causally = seen;
        send(
                (reply, lost) -> {
                    var names = new ArrayList<String>();
                    from.from(
                            after + "\0",
                            store().readPoint(causally),
                            (name, value) -> {
                                if (wanted.test(name) && names.size() < limit) {
                                    names.add(name);
                                }
                            },
                            Integer.MAX_VALUE);
                    reply.accept(names);
                },
                answer,
                failed);
    }
}
