package posthorn.mailbox.search;

import java.util.ArrayList;
import java.util.List;
import posthorn.mailbox.accountcache.BodyStore;

/** Candidates that are dealt with together: all of them decided, or all of them to be read. */
record Portion(List<Candidate> candidates) {

    private static final int TOGETHER = 64;
    private static final long TOGETHER_OCTETS = 256L * 1024;

    boolean isOpen() {
        return candidates.getFirst().isOpen();
    }

    /**
     * What is decided together; of what has to be read, small messages together and large ones
     * alone, in the order of their UIDs.
     *
     * @param whole whether more than the headers has to be read
     */
    static List<Portion> of(List<Candidate> candidates, boolean whole) {
        List<Portion> portions = new ArrayList<>();
        List<Candidate> known = new ArrayList<>();
        List<Candidate> together = new ArrayList<>();
        long octets = 0;
        for (Candidate candidate : candidates) {
            if (!candidate.isOpen()) {
                known.add(candidate);
            } else if (whole && candidate.octets() > BodyStore.SMALL) {
                portions.add(new Portion(List.of(candidate)));
            } else {
                together.add(candidate);
                octets += octets(candidate, whole);
                if (together.size() == TOGETHER || octets > TOGETHER_OCTETS) {
                    portions.add(new Portion(together));
                    together = new ArrayList<>();
                    octets = 0;
                }
            }
        }
        portions.add(new Portion(together));
        portions.add(new Portion(known));
        portions.removeIf(portion -> portion.candidates().isEmpty());
        return portions;
    }

    /** Octets that have to be read of a message, as far as its size tells. */
    private static long octets(Candidate candidate, boolean whole) {
        return whole ? candidate.octets() : Math.min(candidate.octets(), BodyStore.HEADER_APART);
    }

    /** Octets that have to be read, as far as the sizes tell. */
    long octets(boolean whole) {
        return candidates.stream().mapToLong(candidate -> octets(candidate, whole)).sum();
    }
}
