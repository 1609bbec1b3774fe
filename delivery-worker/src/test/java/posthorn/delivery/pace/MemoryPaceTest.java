package posthorn.delivery.pace;

/** The store in memory keeps the contract, too. */
class MemoryPaceTest extends PaceStoreContract {

    @Override
    protected PaceStore store() {
        return new MemoryPace();
    }
}
