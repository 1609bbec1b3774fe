package posthorn.delivery.queue;

/** The queue in memory keeps the promises, so that the simulation means something. */
class MemoryQueueTest extends QueueStoreContract {

    private final MemoryQueue memory = new MemoryQueue();

    @Override
    protected QueueStore queue() {
        return memory;
    }

    @Override
    protected WorkerHeartbeats heartbeats() {
        return memory;
    }

    @Override
    protected QueueLookup lookup() {
        return memory;
    }
}
