package posthorn.runtime;

import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.List;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.api.MailboxApiSettings;
import posthorn.runtime.api.ServiceToken;
import posthorn.runtime.dns.DnsClients;
import posthorn.runtime.health.HealthSettings;
import posthorn.runtime.health.HealthSettingsCheck;
import posthorn.runtime.http.AdminToken;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.KafkaTopics;
import posthorn.runtime.log.LogSettings;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.SecretFile;
import posthorn.runtime.settings.ServiceSettings;
import posthorn.runtime.signin.OauthSettings;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.SignInSettings;
import posthorn.runtime.tls.AcmeSettings;
import posthorn.runtime.tls.AcmeSettingsCheck;
import posthorn.runtime.tls.TlsMaterial;
import posthorn.runtime.token.TokenFile;
import posthorn.runtime.tracing.TracingSettings;

/** The settings that several services read. */
public final class CommonSettings implements ServiceSettings {

    @Override
    public List<Class<?>> mappings() {
        return List.of(
                PosthornSettings.class,
                HealthSettings.class,
                MailboxApiSettings.class,
                SignInSettings.class,
                OauthSettings.class,
                TracingSettings.class,
                LogSettings.class,
                AcmeSettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        PosthornSettings settings = config.getConfigMapping(PosthornSettings.class);
        settings.hostname().ifPresent(Hostname::check);
        HealthSettingsCheck.check(config.getConfigMapping(HealthSettings.class));
        TlsMaterial.check(settings.tls());
        AcmeSettingsCheck.check(config.getConfigMapping(AcmeSettings.class));
        DnsClients.check(settings.dns());
        KafkaTopics.check(settings.kafka());
        KafkaConnection.check(settings.kafka());
        settings.serviceTokenFile()
                .ifPresent(file -> TokenFile.read(ServiceToken.KEY, file, ServiceToken.KIND));
        settings.adminTokenFile()
                .ifPresent(file -> TokenFile.read(AdminToken.KEY, file, AdminToken.KIND));
        BadSetting.unlessWithin(
                "posthorn.token-files-read-every",
                settings.tokenFilesReadEvery(),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        BadSetting.unlessWithin(
                "posthorn.token-overlap",
                settings.tokenOverlap(),
                Duration.ZERO,
                Duration.ofHours(1));
        settings.masterKeyFile()
                .ifPresent(file -> SecretFile.read("posthorn.master-key-file", file));
        LogSettings.check(config.getConfigMapping(LogSettings.class));
        TracingSettings.check(config.getConfigMapping(TracingSettings.class));
        MailboxApi.check(config.getConfigMapping(MailboxApiSettings.class));
        SignInOffers.check(
                config.getConfigMapping(SignInSettings.class),
                config.getConfigMapping(OauthSettings.class));
    }
}
