package posthorn.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;
import posthorn.delivery.pace.SharedPace;
import posthorn.delivery.pace.SiteView;

/** Gauges of the sites with the most attempts in hand; so many sites, and never more. */
final class PaceGauges {

    private final SharedPace pace;
    private final int sites;
    private final MultiGauge inHand;
    private final MultiGauge connections;
    private final MultiGauge perMinute;
    private List<SiteView> shown = List.of();

    PaceGauges(MeterRegistry meters, SharedPace pace, int sites) {
        this.pace = pace;
        this.sites = sites;
        this.inHand =
                MultiGauge.builder("posthorn.pace.attempts")
                        .description("Attempts of this worker at a site now")
                        .register(meters);
        this.connections =
                MultiGauge.builder("posthorn.pace.connections")
                        .description("Connections that all workers together may have with a site")
                        .register(meters);
        this.perMinute =
                MultiGauge.builder("posthorn.pace.messages.per.minute")
                        .description("Messages a minute that a site may get; -1: no bound")
                        .register(meters);
    }

    /** Shows the sites as they are now. */
    void look() {
        List<SiteView> busiest =
                pace.busiest(sites).stream().filter(site -> site.inHand() > 0).toList();
        if (!busiest.equals(shown)) {
            shown = busiest;
            show(inHand, SiteView::inHand);
            show(connections, site -> site.bounds().connections());
            show(perMinute, PaceGauges::messagesPerMinute);
        }
    }

    private static double messagesPerMinute(SiteView site) {
        double bound = site.bounds().perMinute();
        return Double.isInfinite(bound) ? -1 : bound;
    }

    private void show(MultiGauge gauge, ToDoubleFunction<SiteView> value) {
        gauge.register(
                shown.stream().map(site -> row(site.site(), value.applyAsDouble(site))).toList(),
                true);
    }

    private static MultiGauge.Row<?> row(String site, double value) {
        return MultiGauge.Row.of(Tags.of("site", site), value);
    }
}
