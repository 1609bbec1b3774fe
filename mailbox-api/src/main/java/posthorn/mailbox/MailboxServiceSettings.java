package posthorn.mailbox;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import posthorn.runtime.mongo.MongoServer;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.ServiceSettings;
import posthorn.runtime.tls.AcmeSettings;

/** The settings of mailbox-api. */
public final class MailboxServiceSettings implements ServiceSettings {

    @Override
    public List<Class<?>> mappings() {
        return List.of(
                MailboxSettings.class,
                MtaStsSettings.class,
                RestMailSettings.class,
                ClientSettings.class,
                HttpSettings.class,
                AdminSettings.class,
                WorkerSettings.class,
                DeliveryTestSettings.class,
                SubmissionSettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        MongoServer.of(config.getConfigMapping(PosthornSettings.class).mongodb());
        SettingsCheck.check(config.getConfigMapping(MailboxSettings.class));
        MtaStsParts.check(config.getConfigMapping(MtaStsSettings.class));
        RestMailParts.check(config.getConfigMapping(RestMailSettings.class));
        SubmissionParts.check(config.getConfigMapping(SubmissionSettings.class));
        ClientSettingsParts.check(config.getConfigMapping(ClientSettings.class));
        HttpParts.check(config.getConfigMapping(HttpSettings.class));
        HttpParts.check(config.getConfigMapping(AdminSettings.class));
        HttpParts.check(config.getConfigMapping(WorkerSettings.class));
        CertificateParts.check(
                config.getConfigMapping(AcmeSettings.class),
                config.getConfigMapping(HttpSettings.class));
    }
}
