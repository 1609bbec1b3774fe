package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccessRules.SwitchState;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.Switches;
import posthorn.mailbox.registry.AccessChanges.Decision;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.protocol.smtp.AddressKey;

/** What accounts may be used for, and who has said so. Safe for all threads. */
public final class AccountSwitches {

    private final DirectoryStore directory;
    private final AccessChanges changes;
    private final AccessRules rules;

    /** Switches of what stands in these stores. */
    public AccountSwitches(DirectoryStore directory, AccessChanges changes, AccessRules rules) {
        this.directory = directory;
        this.changes = changes;
        this.rules = rules;
    }

    /** How each switch of an account stands. */
    public Uni<Map<AccessSwitch, SwitchState>> of(AddressEntry.Account account) {
        return Uni.combine()
                .all()
                .unis(domain(account.domain()), changes.of(account.account()))
                .asTuple()
                .map(found -> states(found.getItem1(), found.getItem2().switches()));
    }

    private Uni<Switches> domain(String name) {
        return Uni.createFrom()
                .completionStage(() -> directory.find(List.of(name), List.of()))
                .map(found -> {
                    Domain domain = found.domains().get(name);
                    return domain == null ? Switches.NONE : domain.switches();
                });
    }

    private Map<AccessSwitch, SwitchState> states(Switches domain, Switches account) {
        Map<AccessSwitch, SwitchState> states = new EnumMap<>(AccessSwitch.class);
        for (AccessSwitch which : AccessSwitch.values()) {
            states.put(which, rules.state(which, domain, account));
        }
        return states;
    }

    /** How each switch of a domain stands, for accounts that say nothing. */
    public Uni<DirectoryOutcome<Map<AccessSwitch, SwitchState>>> ofDomain(String name) {
        return withDomain(
                name,
                domain ->
                        Uni.createFrom()
                                .item(
                                        DirectoryOutcome.done(
                                                states(domain.switches(), Switches.NONE))));
    }

    /**
     * Changes switches of an account.
     *
     * @param change on, off, or empty: as the domain or the installation says
     */
    public Uni<DirectoryOutcome<Map<AccessSwitch, SwitchState>>> change(
            AddressEntry.Account account, Map<AccessSwitch, Optional<Boolean>> change) {
        return domain(account.domain())
                .flatMap(domain ->
                        changes.change(
                                account.account(),
                                access -> {
                                    Switches next = changed(change).apply(access.switches());
                                    return next.equals(access.switches())
                                            ? Decision.leave(states(domain, next))
                                            : Decision.write(
                                                    access.with(next), states(domain, next));
                                }));
    }

    /** Changes switches of a domain, in the same way. */
    public Uni<DirectoryOutcome<Map<AccessSwitch, SwitchState>>> changeDomain(
            String name, Map<AccessSwitch, Optional<Boolean>> change) {
        return withDomain(
                name,
                domain -> {
                    Switches next = changed(change).apply(domain.switches());
                    return Uni.createFrom()
                            .completionStage(() -> directory.replace(domain, domain.with(next)))
                            .map(done ->
                                    done
                                            ? DirectoryOutcome.done(states(next, Switches.NONE))
                                            : DirectoryOutcome.refused(
                                                    Reason.CONFLICT,
                                                    "The domain "
                                                            + domain.name()
                                                            + " was changed at the same time.",
                                                    "Look at it and try again."));
                });
    }

    private static UnaryOperator<Switches> changed(Map<AccessSwitch, Optional<Boolean>> change) {
        return before -> {
            Switches next = before;
            for (var one : change.entrySet()) {
                next = next.with(one.getKey(), one.getValue());
            }
            return next;
        };
    }

    private <T> Uni<DirectoryOutcome<T>> withDomain(
            String name, Function<Domain, Uni<DirectoryOutcome<T>>> then) {
        String folded = AddressKey.domainKey(name).orElse(name);
        return Uni.createFrom()
                .completionStage(() -> directory.find(List.of(folded), List.of()))
                .flatMap(found -> {
                    Domain domain = found.domains().get(folded);
                    return domain == null
                            ? Uni.createFrom()
                                    .item(
                                            DirectoryOutcome.refused(
                                                    Reason.UNKNOWN,
                                                    "There is no domain " + folded + ".",
                                                    "GET /v1/domains lists those that are there."))
                            : then.apply(domain);
                });
    }
}
