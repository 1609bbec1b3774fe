package posthorn.delivery.trace;

/** The trace in memory keeps the promises, so that tests over it mean something. */
class MemoryTraceTest extends TraceStoreContract {

    @Override
    protected TraceStore trace() {
        return new MemoryTrace();
    }
}
