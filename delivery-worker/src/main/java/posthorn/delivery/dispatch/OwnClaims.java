package posthorn.delivery.dispatch;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import posthorn.delivery.queue.Claim;

/** The claims that this worker works on, to tell them from those it has lost. For all threads. */
final class OwnClaims {

    private final WorkerIdentity self;
    private final Set<String> tokens = Collections.synchronizedSet(new HashSet<>());

    OwnClaims(WorkerIdentity self) {
        this.self = self;
    }

    /** A claim that nobody else has, worked on from now on. */
    Claim fresh() {
        Claim claim = new Claim(self.tokens().get(), self.worker());
        tokens.add(claim.token());
        return claim;
    }

    /** Work on it has ended, whatever became of it. */
    void end(Claim claim) {
        tokens.remove(claim.token());
    }

    boolean contains(String token) {
        return tokens.contains(token);
    }
}
