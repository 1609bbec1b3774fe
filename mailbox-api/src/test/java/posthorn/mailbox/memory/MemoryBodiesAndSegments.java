package posthorn.mailbox.memory;

import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.checkpoint.Segments;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.protocol.mime.MessageHeader;

/** Bodies and segments in memory. */
public final class MemoryBodiesAndSegments {

    private final Map<String, NavigableMap<String, byte[]>> pieces = new HashMap<>();

    private NavigableMap<String, byte[]> of(String account) {
        return pieces.computeIfAbsent(account, id -> new TreeMap<>());
    }

    private synchronized void put(String account, String name, byte[] content) {
        of(account).putIfAbsent(name, content);
    }

    private synchronized List<String> names(String account, String after) {
        return List.copyOf(of(account).tailMap(after, false).keySet());
    }

    private synchronized void delete(String account, Collection<String> names) {
        names.forEach(of(account)::remove);
    }

    private synchronized Map<String, byte[]> read(String account, Collection<String> names) {
        Map<String, byte[]> found = new HashMap<>(of(account));
        found.keySet().retainAll(names);
        return found;
    }

    /** As bodies. */
    public static final class Bodies implements BodyStore {
        private final MemoryBodiesAndSegments pieces = new MemoryBodiesAndSegments();

        @Override
        public CompletionStage<Void> write(String account, String name, List<ByteBuffer> content) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (ByteBuffer part : content) {
                byte[] copy = new byte[part.remaining()];
                part.duplicate().get(copy);
                all.writeBytes(copy);
            }
            pieces.put(account, name, all.toByteArray());
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<List<String>> names(
                String account, long from, long through, String after, int limit) {
            return CompletableFuture.completedStage(
                    pieces.names(account, after).stream()
                            .filter(name -> BodyName.number(name) >= from)
                            .filter(name -> BodyName.number(name) <= through)
                            .limit(limit)
                            .toList());
        }

        @Override
        public CompletionStage<Void> delete(String account, List<String> names) {
            pieces.delete(account, names);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Map<String, ByteBuffer>> small(
                String account, Collection<String> names) {
            Map<String, ByteBuffer> found = new HashMap<>();
            pieces.read(account, names)
                    .forEach((name, octets) -> {
                        if (octets.length <= SMALL) {
                            found.put(name, ByteBuffer.wrap(octets));
                        }
                    });
            return CompletableFuture.completedStage(found);
        }

        @Override
        public CompletionStage<Map<String, ByteBuffer>> headers(
                String account, Collection<String> names) {
            Map<String, ByteBuffer> found = new HashMap<>();
            pieces.read(account, names)
                    .forEach((name, octets) -> {
                        int end = MessageHeader.of(octets).end();
                        if (octets.length > HEADER_APART && end <= SMALL && end < octets.length) {
                            found.put(name, ByteBuffer.wrap(octets, 0, end).slice());
                        }
                    });
            return CompletableFuture.completedStage(found);
        }

        @Override
        public Multi<ByteBuffer> read(String account, String name, long offset, long length) {
            byte[] octets = pieces.read(account, List.of(name)).get(name);
            if (octets == null) {
                return Multi.createFrom().failure(new NoSuchElementException(name));
            }
            int from = (int) Math.min(offset, octets.length);
            long most = length == 0 ? Long.MAX_VALUE : length;
            int count = (int) Math.min(octets.length - from, most);
            return count == 0
                    ? Multi.createFrom().empty()
                    : Multi.createFrom().item(ByteBuffer.wrap(octets, from, count));
        }
    }

    /** As segments. */
    public static final class Parts implements Segments {
        private final MemoryBodiesAndSegments pieces = new MemoryBodiesAndSegments();

        @Override
        public CompletionStage<Void> write(String account, Map<String, byte[]> contents) {
            contents.forEach((name, content) -> pieces.put(account, name, content));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Map<String, byte[]>> read(String account, Collection<String> names) {
            return CompletableFuture.completedStage(pieces.read(account, names));
        }

        @Override
        public CompletionStage<List<String>> names(String account, String after, int limit) {
            return CompletableFuture.completedStage(
                    pieces.names(account, after).stream().limit(limit).toList());
        }

        @Override
        public CompletionStage<Void> delete(String account, Collection<String> names) {
            pieces.delete(account, names);
            return CompletableFuture.completedStage(null);
        }
    }
}
