package posthorn.ingress.memory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.ingress.session.TransitStore;

/** Transit bodies by name; the name of a body is {@code transit-} and its message's id. */
public final class MemoryTransitStore implements TransitStore {
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean down;
    private volatile boolean full;

    /** From now on nothing is stored, or is again. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** From now on there is no room for more, or there is again. */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** Finished bodies. */
    public Map<String, byte[]> stored() {
        return stored;
    }

    @Override
    public InputStream read(String name, long size) {
        byte[] octets = stored.getOrDefault(name, new byte[0]);
        if (octets.length != size) {
            throw new IllegalStateException(name + " has " + octets.length + " octets");
        }
        return new ByteArrayInputStream(octets);
    }

    @Override
    public void drop(String name) {
        stored.remove(name);
    }

    /** Bodies that were begun and neither finished nor abandoned. */
    @Override
    public int uploads() {
        return open.get();
    }

    @Override
    public TransitBody open(String messageId, String clientAddress) throws IOException {
        check();
        open.incrementAndGet();
        return new Body("transit-" + messageId);
    }

    private void check() throws IOException {
        if (down) {
            throw new IOException("The store is down");
        }
        if (full) {
            throw new NoRoomException("The store is full", new IllegalStateException("full"));
        }
    }

    private final class Body implements TransitBody {
        private final String name;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private boolean ended;

        Body(String name) {
            this.name = name;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            check();
            octets.write(bytes, offset, length);
        }

        @Override
        public String finish() throws IOException {
            check();
            end();
            stored.put(name, octets.toByteArray());
            return name;
        }

        @Override
        public void abandon() {
            end();
        }

        private void end() {
            if (!ended) {
                ended = true;
                open.decrementAndGet();
            }
        }
    }
}
