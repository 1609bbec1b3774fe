package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import posthorn.mailbox.clientsettings.AppleProfile;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.clientsettings.SettingsPage;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.protocol.explanation.Language;

/**
 * What a phone opens by a link that its owner made: a page with the settings, and the profile.
 * Nobody signs in; the link says whose settings they are, for a short time.
 */
@Singleton
public final class ProfileLinkRoute {

    static final String PATH = "/mail/setup/";

    private static final Logger LOG = Logger.getLogger(ProfileLinkRoute.class);
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";
    private static final String OVER =
            """
            This link is over. Make another one on the page of your account.
            Dieser Link ist abgelaufen. Machen Sie auf der Seite Ihres Kontos einen neuen.
            """;
    private static final String PROFILE = "/profile.mobileconfig";

    private final ProfileLinkWords links;
    private final AccountLookup accounts;
    private final OfferedServers offered;
    private final Profiles profiles;

    @Inject
    ProfileLinkRoute(
            ProfileLinkWords links,
            AccountLookup accounts,
            OfferedServers offered,
            Profiles profiles) {
        this.links = links;
        this.accounts = accounts;
        this.offered = offered;
        this.profiles = profiles;
    }

    void route(@Observes Router router) {
        router.get(PATH + ":word").handler(context -> answer(context, this::page));
        router.get(PATH + ":word" + PROFILE).handler(context -> answer(context, this::profile));
    }

    /** What a link shows. */
    private record Shown(AddressEntry.Account account, MailServers servers) {}

    private interface Answer extends BiConsumer<RoutingContext, Shown> {}

    private void answer(RoutingContext context, Answer answer) {
        String word = Optional.ofNullable(context.pathParam("word")).orElse("");
        context.response()
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", POLICY);
        shown(word)
                .subscribe()
                .with(
                        found ->
                                found.ifPresentOrElse(
                                        shown -> answer.accept(context, shown),
                                        () -> over(context.response())),
                        failure -> {
                            LOG.warn("a link cannot be answered now", failure);
                            DomainPages.text(
                                    context.response(),
                                    503,
                                    DomainPages.PLAIN,
                                    "Try again later.\r\n");
                        });
    }

    private Uni<Optional<Shown>> shown(String word) {
        return links.links()
                .flatMap(words ->
                        words.account(word)
                                .map(accounts::find)
                                .orElse(Uni.createFrom().item(Optional.empty())))
                .map(found -> found.filter(AddressEntry.Account::letsIn))
                .flatMap(found ->
                        found.map(account ->
                                        offered.ofAccount(account)
                                                .map(servers ->
                                                        Optional.of(new Shown(account, servers))))
                                .orElse(Uni.createFrom().item(Optional.empty())));
    }

    private static void over(HttpServerResponse response) {
        DomainPages.text(response, 404, DomainPages.PLAIN, OVER);
    }

    private void page(RoutingContext context, Shown shown) {
        Language language =
                Optional.ofNullable(context.request().getHeader("Accept-Language"))
                        .flatMap(Language::preferred)
                        .orElse(Language.ENGLISH);
        String own = context.request().path();
        DomainPages.text(
                context.response().putHeader("Vary", "Accept-Language"),
                200,
                "text/html",
                SettingsPage.html(
                        language, shown.account().address(), shown.servers(), own + PROFILE));
    }

    private void profile(RoutingContext context, Shown shown) {
        Uni.createFrom()
                .item(() -> profiles.of(shown.account().address(), shown.servers(), Protocol.IMAP))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(
                        profile ->
                                profile.ifPresentOrElse(
                                        octets ->
                                                context.response()
                                                        .putHeader(
                                                                "Content-Type",
                                                                AppleProfile.MEDIA_TYPE)
                                                        .end(Buffer.buffer(octets)),
                                        () -> over(context.response())),
                        context::fail);
    }
}
