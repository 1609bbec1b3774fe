package posthorn.mailbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import posthorn.mailbox.browse.StoredMessages;
import posthorn.mailbox.rest.mail.Writing;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.mailbox.submission.Composer;
import posthorn.mailbox.submission.Outbox;
import posthorn.mailbox.submission.Submission;
import posthorn.protocol.smtp.NextHop;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.api.ServiceToken;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.token.Token;

/** The parts by which people send mail over REST. */
final class SubmissionParts {

    private static final String PREFIX = "posthorn.mailbox-api.submission.";

    private static final int SUBMISSION_PORT = 587;

    private SubmissionParts() {}

    /** Refuses what cannot be used, with its full key. */
    static void check(SubmissionSettings settings) {
        server(settings);
        BadSetting.unlessWithin(
                PREFIX + "timeout",
                settings.timeout(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
        BadSetting.unlessWithin(PREFIX + "most-octets", settings.mostOctets(), 65_536, 1L << 30);
        settings.trustedCertificates()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> {
                    throw new BadSetting(
                            PREFIX + "trusted-certificates",
                            "is " + file + ", which cannot be read");
                });
    }

    private static NextHop server(SubmissionSettings settings) {
        return NextHop.parse(settings.server(), SUBMISSION_PORT)
                .orElseThrow(() ->
                        new BadSetting(
                                PREFIX + "server",
                                "is '" + settings.server() + "', has to be host:port"));
    }

    /** As sockets want it: an address without brackets (RFC 5321 §4.1.3). */
    private static String address(String host) {
        return host.startsWith("[")
                ? host.substring(1, host.length() - 1).replaceFirst("(?i)^ipv6:", "")
                : host;
    }

    @Produces
    @Singleton
    static SelfSignInTokens tokens(ServiceToken services) {
        return new SelfSignInTokens(
                () -> services.tokens().stream().map(Token::value).toList(),
                InstantSource.system());
    }

    @Produces
    @Singleton
    static Outbox outbox(
            Service service,
            SubmissionSettings settings,
            Vertx vertx,
            Hostname hostname,
            SelfSignInTokens tokens) {
        MailboxComponents node = service.components();
        NextHop server = server(settings);
        SecureRandom random = new SecureRandom();
        return new Outbox(
                node.accounts(),
                node.intake(),
                new Composer(hostname.name()),
                new Submission(
                        vertx,
                        new Submission.Server(
                                address(server.host()),
                                server.port(),
                                settings.trustedCertificates(),
                                settings.timeout(),
                                hostname.name()),
                        tokens),
                node.reading(),
                InstantSource.system(),
                () -> MessageIds.random(random));
    }

    @Produces
    @Singleton
    static Writing writing(
            Service service,
            SubmissionSettings settings,
            StoredMessages messages,
            ObjectMapper json) {
        MailboxComponents node = service.components();
        return new Writing(
                messages, node.memory().uploads(), node.reading(), json, settings.mostOctets());
    }
}
