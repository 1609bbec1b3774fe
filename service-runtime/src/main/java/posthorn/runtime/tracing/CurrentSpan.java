package posthorn.runtime.tracing;

/** The span inside which a thread is: bound for the time of a call, so that none stays behind. */
final class CurrentSpan {

    private static final ScopedValue<Span> CURRENT = ScopedValue.newInstance();

    private CurrentSpan() {}

    static Span get() {
        return CURRENT.isBound() ? CURRENT.get() : NoSpan.ONLY;
    }

    static <T, X extends Throwable> T call(Span span, ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(CURRENT, span).call(work);
    }
}
