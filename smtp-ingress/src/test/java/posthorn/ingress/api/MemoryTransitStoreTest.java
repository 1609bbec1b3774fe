package posthorn.ingress.api;

import posthorn.ingress.session.TransitStore;

class MemoryTransitStoreTest extends TransitStoreContract {
    @Override
    TransitStore bodies() {
        return stored;
    }
}
