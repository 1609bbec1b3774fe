package posthorn.delivery;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.relay.MxRelay;
import posthorn.delivery.relay.RelaySettings;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.ServiceSettings;

/** The settings of the delivery worker and of its relay. */
public final class WorkerServiceSettings implements ServiceSettings {

    @Override
    public List<Class<?>> mappings() {
        return List.of(DeliveryWorkerSettings.class, RelaySettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        PosthornSettings common = config.getConfigMapping(PosthornSettings.class);
        QueueDatabase.check(common.mongodb().uri());
        WorkerSettingsCheck.check(config.getConfigMapping(DeliveryWorkerSettings.class));
        MxRelay.check(config.getConfigMapping(RelaySettings.class));
    }
}
