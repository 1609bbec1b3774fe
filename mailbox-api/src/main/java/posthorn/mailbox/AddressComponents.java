package posthorn.mailbox;

import java.security.SecureRandom;
import java.time.InstantSource;
import posthorn.mailbox.directory.AddressLookup;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.expansion.Expansion;
import posthorn.mailbox.gateway.RecipientCheck;
import posthorn.mailbox.registry.AddressRegistry;
import posthorn.mailbox.registry.DomainOptions;
import posthorn.mailbox.registry.Resolver;
import posthorn.mailbox.registry.Returns;

/** The parts that say where mail for addresses goes. */
public final class AddressComponents {

    private final Resolver resolver;
    private final AddressRegistry registry;
    private final DomainOptions domains;

    AddressComponents(
            DirectoryStore store,
            AddressLookup directory,
            AccessComponents access,
            AddressSettings settings,
            RecipientCheck gateways,
            InstantSource clock,
            SecureRandom random) {
        this.resolver =
                new Resolver(
                        store,
                        directory,
                        access.store(),
                        access.rules(),
                        new Expansion.Limits(settings.depth(), settings.mostTargets()),
                        new Returns(store, random, clock, settings.returnsValid()),
                        gateways);
        this.registry = new AddressRegistry(store, clock, settings.mostMembers());
        this.domains = new DomainOptions(store);
    }

    /** Who is local. */
    public Resolver resolver() {
        return resolver;
    }

    /** Aliases, groups and forwards. */
    public AddressRegistry registry() {
        return registry;
    }

    /** How addresses of domains are read. */
    public DomainOptions domains() {
        return domains;
    }
}
