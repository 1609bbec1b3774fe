package posthorn.runtime;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.api.MailboxApiSettings;
import posthorn.runtime.dns.DnsClients;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.KafkaTopics;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.ServiceSettings;
import posthorn.runtime.settings.TokenFile;
import posthorn.runtime.tls.TlsMaterial;

/** The settings that several services read. */
public final class CommonSettings implements ServiceSettings {

    @Override
    public List<Class<?>> mappings() {
        return List.of(PosthornSettings.class, MailboxApiSettings.class);
    }

    @Override
    public void check(SmallRyeConfig config) {
        PosthornSettings settings = config.getConfigMapping(PosthornSettings.class);
        settings.hostname().ifPresent(Hostname::check);
        TlsMaterial.check(settings.tls());
        DnsClients.check(settings.dns());
        KafkaTopics.check(settings.kafka());
        KafkaConnection.check(settings.kafka().security());
        settings.serviceTokenFile()
                .ifPresent(file -> TokenFile.read("posthorn.service-token-file", file));
        settings.adminTokenFile()
                .ifPresent(file -> TokenFile.read("posthorn.admin-token-file", file));
        settings.masterKeyFile()
                .ifPresent(file -> TokenFile.read("posthorn.master-key-file", file));
        MailboxApi.check(config.getConfigMapping(MailboxApiSettings.class));
    }
}
