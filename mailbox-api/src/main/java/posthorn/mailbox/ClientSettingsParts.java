package posthorn.mailbox;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthorn.mailbox.clientsettings.MailServer;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.clientsettings.OAuthIssuer;
import posthorn.mailbox.clientsettings.PageAddress;
import posthorn.mailbox.clientsettings.ProfileSigner;
import posthorn.protocol.smtp.DomainName;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.signin.OauthSettings;

/** Makes what mail programs are told as the settings say. */
final class ClientSettingsParts {

    private static final String PREFIX = "posthorn.mailbox-api.client-settings.";

    private ClientSettingsParts() {}

    /** All that the installation offers, whatever a domain or an account has switched off. */
    @Produces
    @Singleton
    static MailServers servers(ClientSettings settings, OauthSettings oauth, Hostname hostname) {
        List<MailServer> servers = new ArrayList<>();
        String imap = settings.imapHost().orElse(hostname.name());
        String pop3 = settings.pop3Host().orElse(hostname.name());
        String smtp = settings.smtpHost().orElse(hostname.name());
        add(servers, Protocol.IMAP, Security.TLS, imap, settings.imapsPort());
        add(servers, Protocol.IMAP, Security.STARTTLS, imap, settings.imapPort());
        add(servers, Protocol.POP3, Security.TLS, pop3, settings.pop3sPort());
        add(servers, Protocol.POP3, Security.STARTTLS, pop3, settings.pop3Port());
        add(servers, Protocol.SMTP, Security.TLS, smtp, settings.submissionsPort());
        add(servers, Protocol.SMTP, Security.STARTTLS, smtp, settings.submissionPort());
        return new MailServers(servers, issuer(settings, oauth));
    }

    private static Optional<OAuthIssuer> issuer(ClientSettings settings, OauthSettings oauth) {
        Optional<OAuthIssuer.Endpoints> endpoints =
                settings.oauthAuthorizationUrl()
                        .flatMap(authorization ->
                                settings.oauthTokenUrl()
                                        .map(token ->
                                                new OAuthIssuer.Endpoints(authorization, token)));
        return oauth.issuer()
                .map(name -> new OAuthIssuer(name, oauth.scope().orElse(List.of()), endpoints));
    }

    /** Where the pages, autoconfig and autodiscover are. */
    @Produces
    @Singleton
    static PageAddress pages(ClientSettings settings, MtaStsSettings mtaSts, Hostname hostname) {
        return PageAddress.of(settings.url(), mtaSts.host().orElse(hostname.name()));
    }

    private static void add(
            List<MailServer> servers, Protocol protocol, Security security, String host, int port) {
        if (port != 0) {
            servers.add(new MailServer(protocol, security, host.toLowerCase(Locale.ROOT), port));
        }
    }

    /** Refuses what cannot be used, with its full key. */
    static void check(ClientSettings settings) {
        host("imap-host", settings.imapHost());
        host("pop3-host", settings.pop3Host());
        host("smtp-host", settings.smtpHost());
        port("submissions-port", settings.submissionsPort());
        port("submission-port", settings.submissionPort());
        port("imaps-port", settings.imapsPort());
        port("imap-port", settings.imapPort());
        port("pop3s-port", settings.pop3sPort());
        port("pop3-port", settings.pop3Port());
        settings.url().ifPresent(ClientSettingsParts::url);
        BadSetting.unlessWithin(
                PREFIX + "profile-link-valid",
                settings.profileLinkValid(),
                Duration.ofMinutes(1),
                Duration.ofDays(1));
        if (settings.oauthAuthorizationUrl().isPresent() != settings.oauthTokenUrl().isPresent()) {
            throw new BadSetting(
                    PREFIX + "oauth-authorization-url",
                    "set it and " + PREFIX + "oauth-token-url both, or neither");
        }
        if (settings.profileCertificate().isPresent() != settings.profileKey().isPresent()) {
            throw new BadSetting(
                    PREFIX + "profile-certificate",
                    "set it and " + PREFIX + "profile-key both, or neither");
        }
        settings.profileCertificate()
                .ifPresent(file -> signer(file, settings.profileKey().orElseThrow()));
    }

    private static void signer(Path certificate, Path key) {
        try {
            ProfileSigner.of(Files.readString(certificate), Files.readString(key));
        } catch (IOException e) {
            throw new BadSetting(
                    PREFIX + "profile-certificate", certificate + " or " + key + " cannot be read");
        } catch (IllegalArgumentException e) {
            throw new BadSetting(
                    PREFIX + "profile-certificate",
                    "is " + certificate + " with " + key + ": " + e.getMessage());
        }
    }

    private static void port(String key, int port) {
        BadSetting.unlessWithin(PREFIX + key, port, 0, 65_535);
    }

    private static void host(String key, Optional<String> host) {
        if (host.isPresent() && DomainName.parse(host.get()).isEmpty()) {
            throw new BadSetting(PREFIX + key, "is '" + host.get() + "', which is no host name");
        }
    }

    /** A URL of a host, without path and query. */
    private static void url(String text) {
        boolean good;
        try {
            URI url = URI.create(text);
            good =
                    url.getHost() != null
                            && List.of("http", "https").contains(url.getScheme())
                            && List.of("", "/").contains(url.getPath())
                            && url.getQuery() == null
                            && url.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            good = false;
        }
        if (!good) {
            throw new BadSetting(
                    PREFIX + "url",
                    "is '" + text + "', has to be like https://mail.example.org, without a path");
        }
    }
}
