package posthorn.ingress.session;

import java.util.Optional;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/** No policy at all. */
enum OpenAccess implements AccessPolicy {
    INSTANCE;

    @Override
    public Optional<Refusal> connected(Client client) {
        return Optional.empty();
    }

    @Override
    public Optional<Refusal> mail(Client client) {
        return Optional.empty();
    }

    @Override
    public Optional<Refusal> recipient(Client client, Optional<String> account) {
        return Optional.empty();
    }

    @Override
    public boolean looksUp(Client client) {
        return false;
    }

    @Override
    public Optional<Refusal> admit(Client client, ReversePath sender, ForwardPath recipient) {
        return Optional.empty();
    }

    @Override
    public void accepted(AcceptedMessage message) {
        // Nothing is remembered.
    }
}
