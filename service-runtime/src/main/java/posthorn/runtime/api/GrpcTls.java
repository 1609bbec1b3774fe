package posthorn.runtime.api;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.Optional;
import javax.net.ssl.SSLException;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.tls.FileIdentity;
import posthorn.runtime.tls.FileTls;
import posthorn.runtime.tls.FileTrust;

/**
 * Encryption of mailbox-api's gRPC on both sides, by files that may be replaced: each new
 * connection shows and trusts what stands in them then; those that stand go on.
 */
public final class GrpcTls {

    private static final String PREFIX = "posthorn.mailbox-api.tls.";

    private GrpcTls() {}

    /**
     * Refuses files that cannot be used, and one of certificate and key without the other.
     *
     * @throws BadSetting with the first of them
     */
    public static void check(MailboxApiSettings.Tls settings) {
        identity(settings);
        callers(settings);
        ofCaller(settings);
        if (settings.clientAuthorities().isPresent() && settings.certificate().isEmpty()) {
            throw new BadSetting(
                    PREFIX + "client-authorities",
                    "is set, and without " + PREFIX + "certificate nobody shows a certificate");
        }
    }

    /** What mailbox-api shows; empty: it speaks without TLS. */
    public static Optional<FileIdentity> identity(MailboxApiSettings.Tls settings) {
        return FileTls.identity(
                PREFIX + "certificate", settings.certificate(), PREFIX + "key", settings.key());
    }

    /** Of whom callers have to show a certificate; empty: they need none. */
    public static Optional<FileTrust> callers(MailboxApiSettings.Tls settings) {
        return settings.clientAuthorities()
                .map(file -> new FileTrust(PREFIX + "client-authorities", file));
    }

    /** What callers speak; empty: they speak without TLS. */
    static Optional<SslContext> ofCaller(MailboxApiSettings.Tls settings) {
        Optional<FileIdentity> shown =
                FileTls.identity(
                        PREFIX + "client-certificate",
                        settings.clientCertificate(),
                        PREFIX + "client-key",
                        settings.clientKey());
        return settings.trustedCertificates()
                .map(file -> new FileTrust(PREFIX + "trusted-certificates", file))
                .map(trust -> context(trust, shown));
    }

    private static SslContext context(FileTrust trust, Optional<FileIdentity> shown) {
        try {
            SslContextBuilder builder =
                    GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                            .trustManager(trust);
            shown.ifPresent(builder::keyManager);
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }
}
