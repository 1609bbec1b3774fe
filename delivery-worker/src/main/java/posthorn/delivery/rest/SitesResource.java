package posthorn.delivery.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.pace.LastReply;
import posthorn.delivery.pace.PaceStore;
import posthorn.delivery.pace.SharedPace;
import posthorn.delivery.pace.SiteBounds;
import posthorn.delivery.pace.SiteRecord;
import posthorn.delivery.pace.SiteView;
import posthorn.delivery.pace.WarmUpRecord;
import posthorn.runtime.http.ForServices;
import posthorn.runtime.http.PageRequest;
import posthorn.runtime.http.Timestamp;

/** How fast mail goes to the hosts of others now. */
@ForServices
@Path("/worker/v1/sites")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SitesResource {

    private final PaceStore store;
    private final SharedPace pace;

    @Inject
    SitesResource(PaceStore store, SharedPace pace) {
        this.store = store;
        this.pace = pace;
    }

    /**
     * One site.
     *
     * @param connections at once, of all workers together
     * @param perMinute messages, of all workers together; 0: no bound
     * @param lostInRow attempts in a row without any reply
     * @param workers how many have a share
     * @param lastAt null: nothing was heard yet
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Site(
            String site,
            int connections,
            long perMinute,
            int lostInRow,
            int workers,
            String lastHost,
            String lastReply,
            @Nullable String lastAt) {

        static Site of(SiteRecord record) {
            return of(record.site(), record.bounds(), record.holders().size(), record.last());
        }

        static Site of(SiteView view) {
            return of(view.site(), view.bounds(), 1, view.last());
        }

        private static Site of(String site, SiteBounds bounds, int workers, LastReply last) {
            double perMinute = bounds.perMinute();
            return new Site(
                    site,
                    (int) bounds.connections(),
                    Double.isInfinite(perMinute) ? 0 : Math.round(perMinute),
                    bounds.lostInRow(),
                    workers,
                    last.host(),
                    last.text(),
                    Timestamp.ofMillis(last.at()));
        }
    }

    /** A provider that gets to know the address that mail comes from. */
    record WarmUpDay(String warmUp, long day, long bound, long taken, long good, long bad) {
        static WarmUpDay of(WarmUpRecord r) {
            return new WarmUpDay(r.id(), r.day(), r.bound(), r.taken(), r.good(), r.bad());
        }
    }

    /** The answer. */
    record Listing(List<Site> items, List<WarmUpDay> warmUps) {}

    /** What all workers know of, and what the one that answers knows besides; the newest first. */
    @GET
    public Listing list(@QueryParam("limit") @Nullable String limit) {
        int most = PageRequest.of(limit, null).limit();
        Map<String, Site> sites = new LinkedHashMap<>();
        store.newest(most).forEach(record -> sites.put(record.site(), Site.of(record)));
        pace.views(most).forEach(view -> sites.putIfAbsent(view.site(), Site.of(view)));
        return new Listing(
                sites.values().stream().limit(most).toList(),
                store.warmUps(PageRequest.MOST).stream().map(WarmUpDay::of).toList());
    }
}
