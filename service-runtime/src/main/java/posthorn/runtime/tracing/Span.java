package posthorn.runtime.tracing;

/**
 * A piece of work with a beginning, an end and a place in a trace. Names and attributes follow
 * OpenTelemetry's semantic conventions; attributes are few, their values are short, and none has a
 * mail address in it. Safe for all threads; no call waits or throws.
 */
public interface Span {

    /**
     * The span inside whose {@link #call} this thread is; {@link NoSpan}: inside none. Threads that
     * are started inside do not inherit it.
     */
    static Span current() {
        return CurrentSpan.get();
    }

    /** Begins a span of the same service that has this one as its parent. */
    Span child(String name, SpanKind kind);

    /** Sets an attribute. */
    void set(String key, String value);

    /** Sets an attribute. */
    void set(String key, long value);

    /**
     * Says that the work has failed.
     *
     * @param type what kind of failure, of few (the attribute {@code error.type})
     */
    void failed(String type);

    /** Where it stands, for others to continue. */
    TraceContext context();

    /** Ends it; every call but the first does nothing. */
    void end();

    /** Runs something inside this span, and does not end it. */
    default <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work) throws X {
        return CurrentSpan.call(this, work);
    }

    /** The same for what returns nothing. */
    default void run(Runnable work) {
        call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }
}
