package posthorn.runtime.net;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The handler of one connection; whatever it throws is a defect and goes no further. */
final class GuardedHandler {
    private final Consumer<Throwable> defects;
    private @Nullable ConnectionHandler handler;

    /**
     * No handler yet: calls go nowhere.
     *
     * @param defects takes what the handler throws
     */
    GuardedHandler(Consumer<Throwable> defects) {
        this.defects = defects;
    }

    /** From now on calls go to what this makes. */
    void open(Supplier<ConnectionHandler> made) {
        try {
            handler = made.get();
        } catch (Throwable e) {
            defects.accept(e);
        }
    }

    void call(Consumer<ConnectionHandler> call) {
        ConnectionHandler to = handler;
        if (to == null) {
            return;
        }
        try {
            call.accept(to);
        } catch (Throwable e) {
            defects.accept(e);
        }
    }

    /** {@link ConnectionHandler#closed}, once; no call goes to the handler after it. */
    void close() {
        call(ConnectionHandler::closed);
        handler = null;
    }
}
