package posthorn.delivery.relay;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import posthorn.delivery.client.Credentials;
import posthorn.delivery.policy.DeliveryFailure;

/** Which hosts take mail for a destination. */
@FunctionalInterface
interface Routes {

    /**
     * One address of a host.
     *
     * @param name host name, without a dot at the end, or the address literal
     * @param address where it is
     * @param authentic whether DNS was said to be authentic in that this host takes the mail, and
     *     that it is there
     * @param fixed what an operator says of it; empty: DNS named it
     */
    record Hop(String name, InetAddress address, boolean authentic, Optional<Fixed> fixed) {

        /** One that DNS named. */
        Hop(String name, InetAddress address, boolean authentic) {
            this(name, address, authentic, Optional.empty());
        }
    }

    /**
     * What an operator says of a host.
     *
     * @param credentials who we are to it: then its certificate has to be right; empty: it asks
     *     nobody
     */
    record Fixed(int port, Optional<Credentials> credentials) {}

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

    /**
     * Looks up a domain, in lower-case ASCII, an address literal in brackets, or a fixed next hop
     * with its port; blocking.
     */
    Route to(String destination);

    /**
     * The way through a smarthost, for mail to a destination whose hosts take no more of it today;
     * blocking. Empty: there is none, or the destination has a route of its own.
     */
    default Optional<Route> overflow(String destination) {
        return Optional.empty();
    }
}
