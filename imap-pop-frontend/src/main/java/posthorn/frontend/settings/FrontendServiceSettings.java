package posthorn.frontend.settings;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import posthorn.runtime.settings.ServiceSettings;

/** The settings of imap-pop-frontend. */
public final class FrontendServiceSettings implements ServiceSettings {

    @Override
    public List<Class<?>> mappings() {
        return List.of(FrontendSettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        FrontendSettings settings = config.getConfigMapping(FrontendSettings.class);
        FrontendSettingsCheck.check(settings.imap());
        FrontendSettingsCheck.check(settings.pop3());
        FrontendSettingsCheck.check(settings.store());
        FrontendSettingsCheck.check(settings.stop());
        FrontendSettingsCheck.check(settings.proxy());
        FrontendSettingsCheck.plainSignInNetworks(settings);
    }
}
