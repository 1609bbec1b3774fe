package posthorn.frontend.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;

/** A mailbox in memory. Changed under the lock of its account; the index is read by any thread. */
final class MemoryMailbox {

    private final long id;
    private final String specialUse;
    private final long uidValidity;
    private final Map<Long, byte[]> bodies = new HashMap<>();
    private final Set<Reader> readers = new CopyOnWriteArraySet<>();
    private String name;
    private volatile MessageIndex index;
    private final AtomicLong recentFrom = new AtomicLong(1);
    private volatile boolean gone;

    MemoryMailbox(long id, String name, String specialUse, long uidValidity) {
        this.id = id;
        this.name = name;
        this.specialUse = specialUse;
        this.uidValidity = uidValidity;
        MailboxHead head = new MailboxHead(id, name, uidValidity, 1, 0, 0, 1, 1, specialUse, 0);
        this.index = MessageIndex.builder(head, List.of(), FlagNames.SYSTEM).build();
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    void rename(String newName) {
        name = newName;
    }

    MessageIndex index() {
        return index;
    }

    byte[] body(long uid) {
        return Objects.requireNonNull(bodies.get(uid));
    }

    boolean has(long uid) {
        return bodies.containsKey(uid);
    }

    MailboxHead head() {
        MessageIndex now = index;
        long unseen = 0;
        long octets = 0;
        for (int i = 0; i < now.size(); i++) {
            unseen += (now.flags(i) & FlagNames.SEEN) == 0 ? 1 : 0;
            octets += now.octets(i);
        }
        return new MailboxHead(
                id,
                name,
                uidValidity,
                now.uidNext(),
                now.size(),
                unseen,
                recentFrom.get(),
                now.highestModSeq(),
                specialUse,
                octets);
    }

    long add(byte[] body, List<String> flags, long date, long modSeq) {
        long uid = index.uidNext();
        FlagNames names = index.names().with(flags);
        MailboxHead head = index.withNumbers(uid + 1, modSeq).head();
        MessageIndex row =
                MessageIndex.builder(head, names.names(), index.names())
                        .row(uid, names.bits(flags), modSeq, body.length, date)
                        .build();
        bodies.put(uid, body);
        index = index.plus(row);
        return uid;
    }

    List<String> flags(long uid) {
        long bits = index.flags(index.position(uid));
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < index.names().names().size(); i++) {
            if ((bits >> i & 1) != 0) {
                flags.add(index.names().names().get(i));
            }
        }
        return flags;
    }

    void setFlags(long uid, List<String> flags, long modSeq) {
        index = index.withFlags(UidSet.of(uid), flags, modSeq);
    }

    void expunge(UidSet uids, long modSeq) {
        uids.forEach(bodies::remove);
        index = index.without(uids, modSeq);
    }

    void takeRecent() {
        index = index.withRecentFrom(index.uidNext());
        recentFrom.accumulateAndGet(index.uidNext(), Math::max);
    }

    boolean isRead() {
        return !readers.isEmpty();
    }

    void delete() {
        gone = true;
    }

    void tell() {
        readers.forEach(reader -> reader.changed.run());
    }

    OpenMailbox open(Runnable changed) {
        Reader reader = new Reader(changed);
        readers.add(reader);
        return reader;
    }

    byte[] range(long uid, long offset, long length) {
        byte[] body = body(uid);
        int from = (int) Math.min(offset, body.length);
        int to = length == 0 ? body.length : (int) Math.min(body.length, offset + length);
        return Arrays.copyOfRange(body, from, to);
    }

    private final class Reader implements OpenMailbox {
        private final Runnable changed;

        Reader(Runnable changed) {
            this.changed = changed;
        }

        @Override
        public MessageIndex current() {
            return index;
        }

        @Override
        public long recentFrom() {
            return recentFrom.get();
        }

        @Override
        public long takeRecent(long end) {
            return recentFrom.getAndAccumulate(end, Math::max);
        }

        @Override
        public boolean gone() {
            return gone;
        }

        @Override
        public void close() {
            readers.remove(this);
        }
    }
}
