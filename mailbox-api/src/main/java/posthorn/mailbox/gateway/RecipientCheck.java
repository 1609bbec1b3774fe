package posthorn.mailbox.gateway;

import io.smallrye.mutiny.Uni;

/** Asks a host whether it takes a recipient. Safe for all threads. */
@FunctionalInterface
public interface RecipientCheck {

    /** Nobody can be asked. */
    RecipientCheck NOBODY = (nextHop, address) -> Uni.createFrom().item(Answer.NOT_NOW);

    /** What the host says. */
    enum Answer {
        /** It takes mail for the address. */
        TAKEN,
        /** It refuses it for good. */
        REFUSED,
        /** It cannot be asked, or cannot say. */
        NOT_NOW
    }

    /**
     * Asks.
     *
     * @param nextHop name or address literal of the host, with a port where that is not 25
     * @param address the recipient
     * @return never fails
     */
    Uni<Answer> ask(String nextHop, String address);
}
