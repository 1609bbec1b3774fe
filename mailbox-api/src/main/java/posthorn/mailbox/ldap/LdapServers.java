package posthorn.mailbox.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;

/** Connections to the servers that the settings name. */
final class LdapServers {

    private static final String PREFIX = "posthorn.mailbox-api.ldap.";

    private LdapServers() {}

    /**
     * Checks every value; connects to nobody.
     *
     * @throws BadSetting with the key of the first that cannot be used
     */
    static void check(LdapSettings settings) {
        bounds(settings);
        List<String> urls = settings.urls().orElse(List.of());
        urls.forEach(LdapServers::url);
        if (urls.isEmpty()) {
            return;
        }
        if (settings.baseDn().isEmpty()) {
            throw new BadSetting(PREFIX + "base-dn", "is not set, has to say where accounts are");
        }
        if (settings.bindDn().isPresent() != settings.bindPasswordFile().isPresent()) {
            throw new BadSetting(
                    PREFIX + "bind-password-file", "set it and " + PREFIX + "bind-dn, or neither");
        }
        settings.bindPasswordFile().ifPresent(LdapServers::password);
        filter(settings);
        context(settings.trustedCertificates());
    }

    private static void bounds(LdapSettings settings) {
        BadSetting.unlessWithin(PREFIX + "connections", settings.connections(), 1, 1000);
        BadSetting.unlessWithin(PREFIX + "at-once", settings.atOnce(), 1, 100_000);
        BadSetting.unlessWithin(PREFIX + "remembered", settings.remembered(), 1, 10_000_000);
        BadSetting.unlessWithin(
                PREFIX + "within",
                settings.within(),
                Duration.ofMillis(100),
                Duration.ofMinutes(1));
        BadSetting.unlessWithin(
                PREFIX + "remember-for",
                settings.rememberFor(),
                Duration.ZERO,
                Duration.ofHours(1));
    }

    /** The filter for accounts. */
    static Filter filter(LdapSettings settings) {
        try {
            return Filter.create(settings.filter());
        } catch (LDAPException e) {
            throw new BadSetting(
                    PREFIX + "filter",
                    "is '" + settings.filter() + "', has to be like (objectClass=inetOrgPerson)");
        }
    }

    /** A pool that connects when something is asked for the first time. */
    static LDAPConnectionPool pool(LdapSettings settings) {
        SSLContext tls = context(settings.trustedCertificates());
        List<LDAPURL> urls = settings.urls().orElseThrow().stream().map(LdapServers::url).toList();
        try {
            LDAPConnectionPool pool =
                    new LDAPConnectionPool(
                            servers(urls, settings, tls),
                            bind(settings),
                            0,
                            settings.connections(),
                            startTls(urls, settings, tls));
            pool.setConnectionPoolName("ldap");
            pool.setCreateIfNecessary(false);
            pool.setMaxWaitTimeMillis(settings.within().toMillis());
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            return pool;
        } catch (LDAPException e) {
            throw new BadSetting(PREFIX + "urls", "cannot be used: " + e.getMessage());
        }
    }

    private static ServerSet servers(List<LDAPURL> urls, LdapSettings settings, SSLContext tls) {
        return new FailoverServerSet(
                urls.stream()
                        .map(url ->
                                (ServerSet)
                                        new SingleServerSet(
                                                url.getHost(),
                                                url.getPort(),
                                                isTls(url) ? tls.getSocketFactory() : null,
                                                options(
                                                        settings,
                                                        isTls(url) || settings.startTls())))
                        .toArray(ServerSet[]::new));
    }

    private static LDAPConnectionOptions options(LdapSettings settings, boolean encrypted) {
        int millis = (int) settings.within().toMillis();
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(millis);
        options.setResponseTimeoutMillis(millis);
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        if (encrypted) {
            options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        }
        return options;
    }

    /** All URLs are of one kind: that is checked with each of them. */
    private static @Nullable PostConnectProcessor startTls(
            List<LDAPURL> urls, LdapSettings settings, SSLContext tls) {
        long implicit = urls.stream().filter(LdapServers::isTls).count();
        if (implicit != 0 && implicit != urls.size()) {
            throw new BadSetting(PREFIX + "urls", "has both ldap: and ldaps:, choose one");
        }
        return implicit == 0 && settings.startTls() ? new StartTLSPostConnectProcessor(tls) : null;
    }

    private static @Nullable BindRequest bind(LdapSettings settings) {
        return settings.bindDn().isEmpty()
                ? null
                : new SimpleBindRequest(
                        settings.bindDn().get(),
                        password(settings.bindPasswordFile().orElseThrow()));
    }

    private static boolean isTls(LDAPURL url) {
        return url.getScheme().equals("ldaps");
    }

    private static LDAPURL url(String text) {
        try {
            LDAPURL url = new LDAPURL(text.strip());
            if (url.hostProvided() && !url.getScheme().equals("ldapi")) {
                return url;
            }
        } catch (LDAPException e) {
            // Said below.
        }
        throw new BadSetting(
                PREFIX + "urls", "has '" + text + "', has to be like ldaps://ldap.example.org");
    }

    private static String password(Path file) {
        try (var lines = Files.lines(file)) {
            String first = lines.findFirst().orElse("");
            if (!first.isEmpty()) {
                return first;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new BadSetting(
                PREFIX + "bind-password-file", "is " + file + ", which has no password to read");
    }

    private static SSLContext context(Optional<Path> trusted) {
        try {
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted.isPresent() ? authorities(trusted.get()) : null);
            return new SSLUtil(trust.getTrustManagers()).createSSLContext();
        } catch (GeneralSecurityException | IOException e) {
            throw new BadSetting(
                    PREFIX + "trusted-certificates",
                    trusted.map(file -> "is " + file + ", which holds no certificate in PEM form")
                            .orElse("is not set, and the JDK has none"));
        }
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int n = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + n++, each);
            }
            if (n == 0) {
                throw new IOException("no certificate");
            }
        }
        return store;
    }
}
