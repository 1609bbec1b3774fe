package posthorn.delivery.pace;

import java.util.Collection;
import java.util.Optional;
import posthorn.delivery.policy.DeliveryFailure;

/** Whether mail may go to a destination now, and what its hosts say to that. Safe for threads. */
public interface Pace {

    /** One that lets everything go. */
    Pace NONE =
            new Pace() {
                @Override
                public String site(String destination) {
                    return destination;
                }

                @Override
                public boolean full(String site, int taken) {
                    return false;
                }

                @Override
                public Turn begin(String destination) {
                    return new Turn() {
                        @Override
                        public Optional<DeliveryFailure.Paced> atKnownSite() {
                            return Optional.empty();
                        }

                        @Override
                        public Optional<DeliveryFailure.Paced> at(Collection<String> hosts) {
                            return Optional.empty();
                        }

                        @Override
                        public void accepted(String host, String reply) {}

                        @Override
                        public void failed(DeliveryFailure failure) {}

                        @Override
                        public void close() {}
                    };
                }
            };

    /** The site that mail for a destination went to last; the destination itself: not known. */
    String site(String destination);

    /**
     * Whether no attempt should begin at a site now; a hint, {@link Turn#at} decides.
     *
     * @param taken attempts at it that have begun or are about to
     */
    boolean full(String site, int taken);

    /** An attempt at a destination begins. */
    Turn begin(String destination);

    /** One attempt; for one thread. */
    interface Turn extends AutoCloseable {

        /** As {@link #at}, with the site that mail for the destination went to last. */
        Optional<DeliveryFailure.Paced> atKnownSite();

        /**
         * The hosts of the destination are known; to be called before the first one is asked.
         *
         * @param hosts names, or address literals
         * @return why the message has to wait; empty: it may go
         */
        Optional<DeliveryFailure.Paced> at(Collection<String> hosts);

        /** A host has taken the message for a recipient. */
        void accepted(String host, String reply);

        /** A host has not, or could not be talked to. */
        void failed(DeliveryFailure failure);

        /** The attempt is over. */
        @Override
        void close();
    }
}
