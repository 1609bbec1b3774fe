package posthorn.mailbox;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.ServiceSettings;

/** The settings of mailbox-api. */
public final class MailboxServiceSettings implements ServiceSettings {

    @Override
    public List<Class<?>> mappings() {
        return List.of(MailboxSettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        MailboxDatabase.check(config.getConfigMapping(PosthornSettings.class).mongodb().uri());
        SettingsCheck.check(config.getConfigMapping(MailboxSettings.class));
    }
}
