package posthorn.mailbox.account.simulation;

import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.checkpoint.Segments;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.account.log.Floor;
import posthorn.mailbox.account.log.InsertAnswer;
import posthorn.mailbox.accountcache.BodyStore;

/**
 * The stores as one pod reaches them: each call is a request over the network to the replica set.
 * Here the broken rules of the store's side are broken.
 */
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

    private <A> CompletableFuture<A> send(Network.Request<A> request) {
        return send(1, request);
    }

    private <A> CompletableFuture<A> send(double trouble, Network.Request<A> request) {
        var answer = new CompletableFuture<A>();
        Consumer<A> heard =
                got -> {
                    seen = Math.max(seen, store().majority());
                    answer.complete(got);
                };
        Runnable failed =
                () -> answer.completeExceptionally(new IllegalStateException("No answer"));
        if (trouble > 1 && world.standsStillNow()) {
            world.network().sendAndStandStill(pod, request, heard, failed);
        } else {
            world.network().send(pod, trouble, request, heard, failed);
        }
        return answer;
    }

    private CompletableFuture<Void> write(Network.Request<Boolean> request) {
        return send(request).thenApply(done -> null);
    }

    /** Names after one, at most so many of those that are wanted. */
    private <V> CompletableFuture<List<String>> names(
            Versions<String, V> from, String after, int limit, Predicate<String> wanted) {
        long causally = seen;
        return send((reply, lost) -> {
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
        });
    }

    private <V> CompletableFuture<Map<String, V>> values(
            Versions<String, V> from, Collection<String> names) {
        long causally = seen;
        return send((reply, lost) -> {
            long point = store().readPoint(causally);
            var values = new HashMap<String, V>();
            for (var name : names) {
                var value = from.get(name, point);
                if (value != null) {
                    values.put(name, value);
                }
            }
            reply.accept(values);
        });
    }

    private CompletableFuture<Void> drop(
            String account, Versions<String, byte[]> from, Collection<String> names) {
        return write((reply, lost) ->
                store().drop(account, from, List.copyOf(names), () -> reply.accept(true), lost));
    }

    private CompletableFuture<Manifest> readManifest(String account) {
        long causally = seen;
        return send((reply, lost) -> {
            var manifest = store().account(account).manifest.get("", store().readPoint(causally));
            reply.accept(manifest == null ? Manifest.none(account) : manifest);
        });
    }

    /** Deletes entries one after another. */
    private CompletionStage<Void> delete(String account, Deque<Long> doomed) {
        var n = doomed.poll();
        return n == null
                ? CompletableFuture.completedStage(null)
                : write((reply, lost) -> store().delete(account, n, () -> reply.accept(true), lost))
                        .thenCompose(done -> delete(account, doomed));
    }

    /** Numbers to delete, in order. */
    private Deque<Long> doomed(String account, long through) {
        var doomed = new ArrayDeque<Long>();
        boolean newestFirst = world.broken() == Broken.NEWEST_DELETED_FIRST;
        store().account(account)
                .log
                .from(
                        0L,
                        Long.MAX_VALUE,
                        (n, entry) -> {
                            if (newestFirst) {
                                doomed.addFirst(n);
                            } else if (n <= through) {
                                doomed.addLast(n);
                            }
                        },
                        Integer.MAX_VALUE);
        return doomed;
    }

    /** The log. */
    final class Log implements AccountLog {
        @Override
        public CompletionStage<List<InsertAnswer>> insert(List<Entry> entries) {
            var entry = entries.getFirst();
            return send(
                            5,
                            (Consumer<InsertAnswer> reply, Runnable lost) ->
                                    store().insert(entry, reply))
                    .exceptionally(failure -> InsertAnswer.NO_ANSWER)
                    .thenApply(answer -> {
                        world.count(answer);
                        return List.of(answer);
                    });
        }

        @Override
        public CompletionStage<List<Entry>> read(String account, long from, int limit) {
            return send((reply, lost) -> {
                var entries = new ArrayList<Entry>();
                store().account(account)
                        .log
                        .from(from, store().lookPoint(0), (n, entry) -> entries.add(entry), limit);
                reply.accept(entries);
            });
        }

        @Override
        public CompletionStage<List<Entry>> find(String account, List<String> keys) {
            return send((reply, lost) -> {
                long point = store().lookPoint(0);
                var found = new TreeMap<Long, Entry>();
                var stored = store().account(account);
                for (var key : keys) {
                    var n = stored.keys.get(key);
                    var entry = n == null ? null : stored.log.get(n, point);
                    if (entry != null && entry.keys().contains(key)) {
                        found.put(n, entry);
                    }
                }
                reply.accept(List.copyOf(found.values()));
            });
        }

        @Override
        public CompletionStage<Long> head(String account) {
            return send((reply, lost) ->
                    reply.accept(store().account(account).log.last(store().readPoint(0))));
        }

        @Override
        public CompletionStage<Void> remove(String account, long n, String proposal) {
            return write((reply, lost) ->
                    store().remove(account, n, proposal, () -> reply.accept(true), lost));
        }

        @Override
        public CompletionStage<Void> deleteThrough(String account, long through) {
            return delete(account, doomed(account, through));
        }

        @Override
        public CompletionStage<Floor> floor(String account) {
            return readManifest(account).thenApply(Manifest::floor);
        }
    }

    /** The manifests. */
    final class ManifestStore implements Manifests {
        @Override
        public CompletionStage<Optional<Manifest>> read(String account) {
            return readManifest(account)
                    .thenApply(found -> Optional.of(found).filter(Manifest::exists));
        }

        @Override
        public CompletionStage<Boolean> replace(Manifest successor) {
            var account = successor.account();
            boolean raises = successor.floor().n() > world.truth().floor(account).n();
            return world.broken() == Broken.DELETED_BEFORE_FLOOR && raises
                    ? delete(account, doomed(account, successor.floor().n()))
                            .thenCompose(done -> replaced(successor))
                    : replaced(successor);
        }

        private CompletionStage<Boolean> replaced(Manifest successor) {
            return send((reply, lost) -> store().replace(successor, reply));
        }
    }

    /** The segments. */
    final class SegmentStore implements Segments {
        @Override
        public CompletionStage<Void> write(String account, Map<String, byte[]> contents) {
            return Wire.this.write((reply, lost) ->
                    store().put(
                                    store().account(account).segments,
                                    contents,
                                    () -> reply.accept(true),
                                    lost));
        }

        @Override
        public CompletionStage<Map<String, byte[]>> read(String account, Collection<String> names) {
            return values(store().account(account).segments, names);
        }

        @Override
        public CompletionStage<List<String>> names(String account, String after, int limit) {
            return Wire.this.names(store().account(account).segments, after, limit, any -> true);
        }

        @Override
        public CompletionStage<Void> delete(String account, Collection<String> names) {
            return drop(account, store().account(account).segments, names);
        }
    }

    /** The bodies. */
    final class Bodies implements BodyStore {
        @Override
        public CompletionStage<Void> write(String account, String name, List<ByteBuffer> content) {
            // What the pod sends is read now; it may arrive when the pod has let it go.
            var octets =
                    world.isSpoilt(name.substring(0, name.indexOf('.')))
                            ? new byte[0]
                            : joined(content);
            return Wire.this.write((reply, lost) ->
                    store().put(
                                    store().account(account).bodies,
                                    Map.of(name, octets),
                                    () -> reply.accept(true),
                                    lost));
        }

        private static byte[] joined(List<ByteBuffer> content) {
            var all = new ByteArrayOutputStream();
            for (var part : content) {
                var octets = new byte[part.remaining()];
                part.duplicate().get(octets);
                all.writeBytes(octets);
            }
            return all.toByteArray();
        }

        @Override
        public CompletionStage<List<String>> names(
                String account, long from, long through, String after, int limit) {
            boolean ahead = world.broken() == Broken.SWEEP_AHEAD_OF_LOG;
            return Wire.this.names(
                    store().account(account).bodies,
                    after,
                    limit,
                    name -> {
                        long n = BodyName.number(name);
                        return (n >= from && n <= through) || (ahead && n > through);
                    });
        }

        @Override
        public CompletionStage<Void> delete(String account, List<String> names) {
            var bodies = store().account(account).bodies;
            return drop(
                    account,
                    bodies,
                    world.broken() == Broken.SWEEP_IGNORES_N ? sameIds(bodies, names) : names);
        }

        private static List<String> sameIds(Versions<String, byte[]> bodies, List<String> names) {
            var all = new ArrayList<String>();
            for (var name : names) {
                var id = name.substring(0, name.indexOf('.') + 1);
                bodies.from(
                        id,
                        Long.MAX_VALUE,
                        (same, value) -> {
                            if (same.startsWith(id)) {
                                all.add(same);
                            }
                        },
                        4);
            }
            return all;
        }

        @Override
        public Multi<ByteBuffer> read(String account, String name, long offset, long length) {
            return Multi.createFrom()
                    .completionStage(() -> values(store().account(account).bodies, List.of(name)))
                    .map(found -> {
                        var octets = found.get(name);
                        if (octets == null) {
                            throw new NoSuchElementException(name);
                        }
                        return ByteBuffer.wrap(octets);
                    });
        }

        @Override
        public CompletionStage<Map<String, ByteBuffer>> small(
                String account, Collection<String> names) {
            throw new UnsupportedOperationException("The simulation reads bodies one by one");
        }

        @Override
        public CompletionStage<Map<String, ByteBuffer>> headers(
                String account, Collection<String> names) {
            throw new UnsupportedOperationException("The simulation reads whole bodies");
        }
    }
}
