package posthorn.ingress;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import posthorn.runtime.settings.ServiceSettings;

/** The settings of smtp-ingress. */
public final class IngressServiceSettings implements ServiceSettings {

    @Override
    public List<Class<?>> mappings() {
        return List.of(IngressSettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        CheckedSettings.check(config.getConfigMapping(IngressSettings.class));
    }
}
