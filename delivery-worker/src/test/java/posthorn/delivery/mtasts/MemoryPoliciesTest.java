package posthorn.delivery.mtasts;

/** Policies in memory keep the promises, so that tests over them mean something. */
class MemoryPoliciesTest extends PolicyStoreContract {

    @Override
    protected PolicyStore store() {
        return new MemoryPolicies();
    }
}
