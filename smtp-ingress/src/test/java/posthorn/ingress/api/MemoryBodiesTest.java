package posthorn.ingress.api;

import posthorn.ingress.session.TransitBodies;

class MemoryBodiesTest extends TransitBodiesContract {
    @Override
    TransitBodies bodies() {
        return stored;
    }
}
