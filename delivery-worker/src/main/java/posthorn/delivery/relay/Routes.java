package posthorn.delivery.relay;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import posthorn.delivery.policy.DeliveryFailure;

/** Which hosts take mail for a destination. */
@FunctionalInterface
interface Routes {

    /**
     * One address of a host.
     *
     * @param name host name, without a dot at the end, or the address literal
     * @param address where it is
     */
    record Hop(String name, InetAddress address) {}

    /**
     * What is known about a destination: hops in the order in which they are tried, or why there
     * are none.
     */
    sealed interface Route {

        /**
         * At least one hop.
         *
         * @param unasked why there may be more hosts than these: what DNS did not say; empty: there
         *     are no more
         */
        record Found(List<Hop> hops, Optional<DeliveryFailure> unasked) implements Route {}

        /** None. */
        record None(DeliveryFailure failure) implements Route {}
    }

    /** Looks up a domain, in lower-case ASCII, or an address literal in brackets; blocking. */
    Route to(String destination);
}
