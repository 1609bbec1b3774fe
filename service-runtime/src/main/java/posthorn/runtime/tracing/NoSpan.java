package posthorn.runtime.tracing;

/** The span of those who trace nothing. */
public enum NoSpan implements Span {
    /** It does nothing. */
    ONLY;

    @Override
    public Span child(String name, SpanKind kind) {
        return this;
    }

    @Override
    public void set(String key, String value) {}

    @Override
    public void set(String key, long value) {}

    @Override
    public void failed(String type) {}

    @Override
    public TraceContext context() {
        return TraceContext.NONE;
    }

    @Override
    public void end() {}

    @Override
    public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work) throws X {
        return work.call();
    }

    @Override
    public void run(Runnable work) {
        work.run();
    }
}
