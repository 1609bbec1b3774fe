package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.Switches;
import posthorn.mailbox.signin.ScramKeys;
import posthorn.mailbox.signin.Verifier;
import posthorn.protocol.signin.SignInProtocol;

/** The rules of accounts as they stand in the store. */
public final class AccountSignInRules implements SignInRules {

    private final DirectoryStore directory;
    private final AccessChanges changes;
    private final AccessRules rules;
    private final InstantSource clock;

    /** Rules by what stands in these stores. */
    public AccountSignInRules(
            DirectoryStore directory,
            AccessChanges changes,
            AccessRules rules,
            InstantSource clock) {
        this.directory = directory;
        this.changes = changes;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Uni<Rules> of(AddressEntry.Account account, SignInProtocol protocol) {
        return Uni.combine()
                .all()
                .unis(
                        Uni.createFrom()
                                .completionStage(
                                        () -> directory.find(List.of(account.domain()), List.of())),
                        changes.of(account.account()))
                .asTuple()
                .map(found -> {
                    Domain domain = found.getItem1().domains().get(account.domain());
                    return rules(
                            account,
                            protocol,
                            domain == null ? Switches.NONE : domain.switches(),
                            found.getItem2());
                });
    }

    /** App passwords come first: they cost nothing to compare. */
    private Rules rules(
            AddressEntry.Account account,
            SignInProtocol protocol,
            Switches domain,
            AccountAccess access) {
        List<Password> passwords = new ArrayList<>();
        rules.candidates(access, clock.millis())
                .forEach(app ->
                        passwords.add(
                                new Password(
                                        app.id(),
                                        new Verifier(app.hash(), ScramKeys.parse(app.scram())),
                                        rules.appPassword(protocol, app))));
        passwords.add(
                new Password("", SignInRules.own(account), rules.mainPassword(protocol, access)));
        return new Rules(passwords, rules.closed(protocol, domain, access));
    }
}
