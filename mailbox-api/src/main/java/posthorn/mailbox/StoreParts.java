package posthorn.mailbox;

import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.mailbox.accountcache.CachedSegments;
import posthorn.mailbox.accountcache.Stores;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoAccountLog;
import posthorn.mailbox.mongo.MongoBodies;
import posthorn.mailbox.mongo.MongoManifests;
import posthorn.mailbox.mongo.MongoSegments;
import posthorn.mailbox.mongo.StoreLimits;
import posthorn.mailbox.trace.EntryTraces;
import posthorn.mailbox.trace.TracedBodies;
import posthorn.mailbox.trace.TracedLog;

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

    static Stores stores(MailboxSettings settings, MailboxDatabase database, EntryTraces traces) {
        Manifests manifests = new MongoManifests(database);
        StoreLimits limits = limits(settings.store());
        AccountLog log = new MongoAccountLog(database, manifests, limits);
        BodyStore bodies = new MongoBodies(database, limits);
        return new Stores(
                traces.on() ? new TracedLog(log, traces) : log,
                traces.on() ? new TracedBodies(bodies, traces) : bodies,
                new CachedSegments(
                        new MongoSegments(database, limits),
                        settings.accountCache().segmentOctets()),
                manifests);
    }
}
