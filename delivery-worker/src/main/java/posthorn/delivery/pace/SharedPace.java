package posthorn.delivery.pace;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import posthorn.delivery.pace.LocalSite.Report;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.Paced;
import posthorn.delivery.policy.FailurePolicy;

/** The pace of one worker, within its shares of what all may do. */
public final class SharedPace implements Pace {

    private final PaceLimits limits;
    private final UnaryOperator<String> registered;
    private final LongSupplier monotonicNanos;
    private final InstantSource clock;
    private final Optional<WarmUp> warmUp;

    /** By site; the one that was used longest ago stands first. */
    private final LinkedHashMap<String, LocalSite> sites = new LinkedHashMap<>(16, 0.75f, true);

    private final LinkedHashMap<String, String> siteOf = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Knows no site.
     *
     * @param registered the registered domain of a host name
     * @param monotonicNanos a clock that never goes back, in nanoseconds
     * @param clock of the day, for what people see
     * @param warmUp daily bounds; empty: none
     */
    public SharedPace(
            PaceLimits limits,
            UnaryOperator<String> registered,
            LongSupplier monotonicNanos,
            InstantSource clock,
            Optional<WarmUp> warmUp) {
        this.limits = limits;
        this.registered = registered;
        this.monotonicNanos = monotonicNanos;
        this.clock = clock;
        this.warmUp = warmUp;
    }

    @Override
    public synchronized String site(String destination) {
        return siteOf.getOrDefault(destination, destination);
    }

    @Override
    public synchronized boolean full(String site, int taken) {
        LocalSite known = sites.get(site);
        return known != null && known.full(taken, monotonicNanos.getAsLong());
    }

    @Override
    public Turn begin(String destination) {
        return new SiteTurn(destination);
    }

    private synchronized Optional<Paced> enter(String site) {
        long now = monotonicNanos.getAsLong();
        return sites.computeIfAbsent(site, name -> new LocalSite(name, limits, now))
                .begin(now)
                .map(reason -> new Paced(site, reason, false));
    }

    private synchronized void learn(String destination, String site) {
        siteOf.put(destination, site);
        if (siteOf.size() > limits.remembered()) {
            siteOf.pollFirstEntry();
        }
        if (sites.size() > limits.remembered()) {
            forgetOne();
        }
    }

    private void forgetOne() {
        for (Iterator<LocalSite> all = sites.values().iterator(); all.hasNext(); ) {
            if (all.next().idle()) {
                all.remove();
                return;
            }
        }
    }

    private synchronized void leave(String site, PaceSignal signal, LastReply last) {
        LocalSite known = sites.get(site);
        if (known != null) {
            known.end(signal, last, monotonicNanos.getAsLong());
        }
    }

    /** What is to be told and renewed now, at most so many. */
    synchronized List<Report> due(int most) {
        long now = monotonicNanos.getAsLong();
        return sites.values().stream()
                .filter(site -> site.due(now))
                .limit(most)
                .map(site -> site.report(now))
                .toList();
    }

    /** What was told of a site stands in the store. */
    synchronized void told(Report report, SiteRecord record, String worker, long askedNanos) {
        LocalSite known = sites.get(report.site());
        if (known != null) {
            known.told(report, record, record.holder(worker), askedNanos);
        }
    }

    /** Names of the sites that this worker has a share of. */
    synchronized Set<String> shared() {
        return sites.values().stream()
                .filter(LocalSite::leased)
                .map(LocalSite::name)
                .collect(Collectors.toSet());
    }

    /** There is nothing to be told of a site, and nobody else has. */
    synchronized void alone(String site, long askedNanos) {
        LocalSite known = sites.get(site);
        if (known != null) {
            known.aloneAt(askedNanos);
        }
    }

    /** The sites that this worker remembers, those used last first, at most so many. */
    public synchronized List<SiteView> views(int most) {
        long now = monotonicNanos.getAsLong();
        return sites.sequencedValues().reversed().stream()
                .limit(most)
                .map(site -> site.view(now))
                .toList();
    }

    /**
     * One attempt. What the worst of its hosts said counts, unless another one took the message.
     */
    private final class SiteTurn implements Turn {
        private final String destination;
        private Optional<String> entered = Optional.empty();
        private Optional<String> provider = Optional.empty();
        private PaceSignal heard = PaceSignal.NONE;
        private boolean refuses;
        private LastReply last = LastReply.NONE;

        SiteTurn(String destination) {
            this.destination = destination;
        }

        @Override
        public Optional<Paced> atKnownSite() {
            return atSite(site(destination));
        }

        @Override
        public Optional<Paced> at(Collection<String> hosts) {
            String site = MxSite.of(hosts, registered);
            learn(destination, site);
            return atSite(site);
        }

        private Optional<Paced> atSite(String site) {
            if (entered.filter(site::equals).isPresent()) {
                return Optional.empty();
            }
            close();
            Optional<Paced> waits = enter(site);
            if (waits.isPresent()) {
                return waits;
            }
            entered = Optional.of(site);
            return warmUp.flatMap(days -> warmsUp(days, site));
        }

        private Optional<Paced> warmsUp(WarmUp days, String site) {
            if (provider.isPresent()) {
                return Optional.empty();
            }
            provider = days.provider(site);
            return provider.flatMap(days::take).map(reason -> new Paced(site, reason, true));
        }

        @Override
        public void accepted(String host, String reply) {
            heard(PaceSignal.TALKS, host, reply);
        }

        @Override
        public void failed(DeliveryFailure failure) {
            PaceSignal signal = PaceSignal.of(failure);
            if (signal != PaceSignal.NONE) {
                AttemptResult words = FailurePolicy.result(failure);
                refuses |= signal == PaceSignal.REFUSES;
                heard(signal, words.host(), words.reply());
            }
        }

        private void heard(PaceSignal signal, String host, String text) {
            boolean worse =
                    heard != PaceSignal.SLOW_DOWN
                            && (signal != PaceSignal.LOST || heard == PaceSignal.NONE);
            if (worse) {
                heard = signal;
                last = new LastReply(host, text, clock.millis());
            }
        }

        @Override
        public void close() {
            entered.ifPresent(site -> leave(site, heard, last));
            if (heard != PaceSignal.NONE && heard != PaceSignal.LOST) {
                boolean good = heard != PaceSignal.SLOW_DOWN && !refuses;
                warmUp.ifPresent(days -> provider.ifPresent(name -> days.heard(name, good)));
            }
            entered = Optional.empty();
            heard = PaceSignal.NONE;
        }
    }

    /** The sites with the most attempts in hand, at most so many. */
    public synchronized List<SiteView> busiest(int most) {
        long now = monotonicNanos.getAsLong();
        return sites.values().stream()
                .map(site -> site.view(now))
                .sorted(Comparator.comparingInt(SiteView::inHand).reversed())
                .limit(most)
                .toList();
    }
}
