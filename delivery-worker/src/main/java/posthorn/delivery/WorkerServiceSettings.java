package posthorn.delivery;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import posthorn.delivery.relay.MxRelay;
import posthorn.delivery.relay.RelaySettings;
import posthorn.delivery.reports.ReportSettings;
import posthorn.runtime.mongo.MongoServer;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.ServiceSettings;

/** The settings of the delivery worker, of its relay and of the pace. */
public final class WorkerServiceSettings implements ServiceSettings {

    @Override
    public List<Class<?>> mappings() {
        return List.of(
                DeliveryWorkerSettings.class,
                ReportSettings.class,
                RelaySettings.class,
                PaceSettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        PosthornSettings common = config.getConfigMapping(PosthornSettings.class);
        MongoServer.of(common.mongodb());
        WorkerSettingsCheck.check(config.getConfigMapping(DeliveryWorkerSettings.class));
        PaceSettingsCheck.check(config.getConfigMapping(PaceSettings.class));
        ReportParts.check(config.getConfigMapping(ReportSettings.class));
        MxRelay.check(config.getConfigMapping(RelaySettings.class));
    }
}
