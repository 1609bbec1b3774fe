package posthorn.mailbox.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.Switches;
import posthorn.mailbox.registry.Registry;

/**
 * What is offered to the mail programs of a domain or an account: what the installation offers,
 * without what is switched off. Domains are remembered for half a minute, since anybody may ask,
 * and often.
 */
@Singleton
public final class OfferedServers {

    private static final int REMEMBERED_DOMAINS = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(30);

    private final Registry registry;
    private final AccessStore access;
    private final AccessRules rules;
    private final MailServers servers;
    private final Cache<String, Optional<MailServers>> known =
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED_DOMAINS)
                    .expireAfterWrite(REMEMBERED_FOR)
                    .build();

    @Inject
    OfferedServers(Registry registry, AccessStore access, AccessRules rules, MailServers servers) {
        this.registry = registry;
        this.access = access;
        this.rules = rules;
        this.servers = servers;
    }

    /**
     * What accounts of a domain may use that say nothing themselves; of an alias of another domain,
     * those of that one.
     *
     * @param domain folded
     * @return empty: the domain is not ours, or another host has its mailboxes
     */
    Uni<Optional<MailServers>> ofDomain(String domain) {
        Optional<MailServers> remembered = known.getIfPresent(domain);
        return remembered != null
                ? Uni.createFrom().item(remembered)
                : hosted(domain)
                        .map(found -> found.map(of -> with(of.switches(), Switches.NONE)))
                        .invoke(found -> known.put(domain, found));
    }

    /** What an account may use. */
    Uni<MailServers> ofAccount(AddressEntry.Account account) {
        return Uni.combine()
                .all()
                .unis(hosted(account.domain()), accessOf(account.account()))
                .with((domain, own) ->
                        with(domain.map(Domain::switches).orElse(Switches.NONE), own.switches()));
    }

    private Uni<AccountAccess> accessOf(String account) {
        return Uni.createFrom()
                .completionStage(() -> access.find(List.of(account)))
                .map(found -> found.getOrDefault(account, AccountAccess.usual(account)));
    }

    private Uni<Optional<Domain>> hosted(String name) {
        return registry.domain(name)
                .flatMap(found -> {
                    String other = found.map(domain -> domain.options().aliasOf()).orElse("");
                    return other.isEmpty() ? Uni.createFrom().item(found) : registry.domain(other);
                })
                .map(found -> found.filter(domain -> domain.options().gateway().isEmpty()));
    }

    private MailServers with(Switches domain, Switches account) {
        Set<Protocol> on = EnumSet.noneOf(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            if (rules.state(switchOf(protocol), domain, account).on()) {
                on.add(protocol);
            }
        }
        return servers.only(on);
    }

    private static AccessSwitch switchOf(Protocol protocol) {
        return switch (protocol) {
            case IMAP -> AccessSwitch.IMAP;
            case POP3 -> AccessSwitch.POP3;
            case SMTP -> AccessSwitch.SMTP;
        };
    }
}
