package posthorn.mailbox;

import java.util.function.BiConsumer;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.accountcache.CachedSegments;
import posthorn.mailbox.accountcache.Stores;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoAccountLog;
import posthorn.mailbox.mongo.MongoBodies;
import posthorn.mailbox.mongo.MongoManifests;
import posthorn.mailbox.mongo.MongoSegments;
import posthorn.mailbox.mongo.StoreLimits;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.mailbox.tracing.TracedBodies;
import posthorn.mailbox.tracing.TracedLog;
import posthorn.runtime.metrics.CacheFigures;

/** What accounts are kept in, as the settings say. */
final class StoreParts {

    private StoreParts() {}

    static StoreLimits limits(MailboxSettings.Store settings) {
        return new StoreLimits(
                settings.insertsAtOnce(),
                settings.insertsAloneAtOnce(),
                settings.insertsWaiting(),
                settings.keptOctets());
    }

    /**
     * @param caches is told of those in it, by their names
     */
    static Stores stores(
            MailboxSettings settings,
            MailboxDatabase database,
            EntryTraces traces,
            BiConsumer<String, CacheFigures> caches) {
        Manifests manifests = new MongoManifests(database);
        StoreLimits limits = limits(settings.store());
        AccountLog log = new MongoAccountLog(database, manifests, limits);
        MongoBodies bodies = new MongoBodies(database, limits);
        CachedSegments segments =
                new CachedSegments(
                        new MongoSegments(database, limits),
                        settings.accountCache().segmentOctets());
        caches.accept("body_chunks", bodies.figures());
        caches.accept("segments", segments.figures());
        return new Stores(
                traces.on() ? new TracedLog(log, traces) : log,
                traces.on() ? new TracedBodies(bodies, traces) : bodies,
                segments,
                manifests);
    }
}
