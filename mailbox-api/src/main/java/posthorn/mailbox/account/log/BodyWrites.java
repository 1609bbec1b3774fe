package posthorn.mailbox.account.log;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.BodyName;

/** Bodies that are being stored, each under the name that says for which entry. */
final class BodyWrites {
    private final AppendRules rules;
    private final EffectCollector out;
    private final Map<Long, Write> open = new HashMap<>();

    private record Write(PendingCommand pending, String name) {}

    BodyWrites(AppendRules rules, EffectCollector out) {
        this.rules = rules;
        this.out = out;
    }

    /** Begins to store the body for entry n, unless it is stored or being stored for it. */
    void begin(PendingCommand pending, long n) {
        var name = BodyName.at(pending.body(), n);
        if (pending.settled
                || pending.body().isEmpty()
                || isStored(pending, n)
                || pending.writing.equals(name)) {
            return;
        }
        pending.writing = name;
        pending.openWrites++;
        long id = out.id();
        open.put(id, new Write(pending, name));
        out.add(new Effect.WriteBody(id, pending.content, name));
    }

    boolean isStored(PendingCommand pending, long n) {
        return pending.body().isEmpty()
                || rules.servesAs(pending.written, BodyName.at(pending.body(), n));
    }

    void written(long id) {
        var write = close(id);
        if (write != null && write.pending().writing.equals(write.name())) {
            write.pending().written = write.name();
            write.pending().writing = "";
        }
    }

    /** The command whose body could not be stored; null: it is no longer wanted under that name. */
    @Nullable PendingCommand failed(long id) {
        var write = close(id);
        if (write == null || !write.pending().writing.equals(write.name())) {
            return null;
        }
        write.pending().writing = "";
        return write.pending();
    }

    private @Nullable Write close(long id) {
        var write = open.remove(id);
        if (write != null) {
            write.pending().openWrites--;
            release(write.pending());
        }
        return write;
    }

    /** Lets the content of a settled command go once no write of it is open. */
    void release(PendingCommand pending) {
        if (pending.settled && pending.openWrites == 0 && pending.command.message() != null) {
            out.add(new Effect.Released(pending.ticket));
        }
    }
}
