package posthorn.mailbox.expansion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup.Found;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.Switches;
import posthorn.mailbox.expansion.Outcome.Target;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.smtp.Mailbox;

/**
 * One walk from an address to whom its mail reaches. {@link #domains}, {@link #addresses} and
 * {@link #accounts} say what has to be read, {@link #feed} takes it; when all are empty, {@link
 * #outcome} stands. For one thread at a time.
 */
public final class Expansion {

    /**
     * Bounds of a walk.
     *
     * @param depth how many addresses may stand between the first one and a target
     * @param addresses how many it may come to in all
     */
    public record Limits(int depth, int addresses) {}

    /** What a walk is for. */
    public enum Purpose {
        /** To find out where mail goes. */
        DELIVERY,
        /** To find out whose the address is: what people do with their mail does not matter. */
        OWNER
    }

    /**
     * An address that was come to.
     *
     * @param via see {@link Target.Remote}
     * @param bound id of the account that an alias is of; empty: of none; null: nothing is known
     */
    private record Step(Mailbox address, String via, int depth, @Nullable String bound) {
        AddressKey tagged() {
            return AddressKey.withTag(address);
        }
    }

    /**
     * Mail of an account that goes on to others, if the account may pass it on.
     *
     * @param domain what the account's domain says about that
     */
    private record Passing(
            Step step,
            AddressEntry.Account account,
            AddressEntry.Forward forward,
            Switches domain) {}

    private final Limits limits;
    private final AccessRules rules;
    private final Purpose purpose;
    private final String sender;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> passed = new HashSet<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private List<Step> open = new ArrayList<>();
    private List<Passing> passing = new ArrayList<>();
    private int steps;
    private boolean known;
    private boolean tooMany;
    private boolean membersOnly;
    private boolean refused;
    private AddressEntry.@Nullable Account disabled;

    /**
     * Begins at an address.
     *
     * @param sender id of the account that sends; empty: nobody signed in
     * @param rules whether accounts may pass mail on
     */
    public Expansion(
            Mailbox address, String sender, Limits limits, AccessRules rules, Purpose purpose) {
        this.limits = limits;
        this.rules = rules;
        this.purpose = purpose;
        this.sender = sender;
        open.add(new Step(address, "", 0, null));
    }

    /** Domains to read next, folded. */
    public Set<String> domains() {
        Set<String> names = new HashSet<>();
        open.forEach(step -> names.add(step.tagged().domain()));
        return names;
    }

    /** Addresses to read next, folded, with every tag that they may have. */
    public Set<String> addresses() {
        Set<String> keys = new HashSet<>();
        for (Step step : open) {
            AddressKey tagged = step.tagged();
            keys.add(tagged.toString());
            for (char separator : Domain.Options.TAGS.toCharArray()) {
                keys.add(tagged.withoutTag(separator).toString());
            }
        }
        return keys;
    }

    /** Accounts, by their id, of which to read next how they are set up. */
    public Set<String> accounts() {
        Set<String> ids = new HashSet<>();
        passing.forEach(each -> ids.add(each.account().account()));
        return ids;
    }

    /** Goes on with what was read. */
    public void feed(Found found, Map<String, AccountAccess> access) {
        List<Passing> known = passing;
        passing = new ArrayList<>();
        List<Step> now = open;
        open = new ArrayList<>();
        known.forEach(each -> pass(each, access));
        now.forEach(step -> feed(step, found));
        if (tooMany) {
            open = new ArrayList<>();
            passing = new ArrayList<>();
        }
    }

    private void feed(Step step, Found found) {
        AddressKey tagged = step.tagged();
        Domain domain = found.domains().get(tagged.domain());
        if (domain == null) {
            remote(step, null);
        } else if (!domain.options().aliasOf().isEmpty()) {
            go(in(step.address(), domain.options().aliasOf()), step.via(), step, step.bound());
        } else {
            AddressEntry entry = entry(tagged, domain, found);
            if (entry == null) {
                missing(step, domain);
            } else if (seen.add(entry.address())) {
                follow(step, entry, domain, found);
            }
        }
    }

    private static Mailbox in(Mailbox address, String domain) {
        return Mailbox.parse(address.local().encode() + "@" + domain).orElse(address);
    }

    /** The address as it is, else without its tag. */
    private static @Nullable AddressEntry entry(AddressKey tagged, Domain domain, Found found) {
        AddressEntry whole = found.entries().get(tagged.toString());
        String tags = domain.options().tags();
        return whole != null || tags.isEmpty()
                ? whole
                : found.entries().get(tagged.withoutTag(tags.charAt(0)).toString());
    }

    private void missing(Step step, Domain domain) {
        Optional<Domain.Gateway> gateway = domain.options().gateway();
        if (gateway.isPresent() && gateway.get().recipients() != Domain.Recipients.LISTED) {
            boolean ask = gateway.get().recipients() == Domain.Recipients.ASKED;
            remote(step, new Outcome.Gateway(gateway.get().nextHop(), ask));
            return;
        }
        String catchAll = domain.options().catchAll();
        if (!catchAll.isEmpty() && seen.add("@" + domain.name())) {
            go(catchAll, AddressKey.of(step.address()).toString(), step);
        }
    }

    private void follow(Step step, AddressEntry entry, Domain domain, Found found) {
        switch (entry) {
            case AddressEntry.Account account -> account(step, account, domain, found);
            case AddressEntry.Alias alias -> {
                if (step.bound() == null || step.bound().isEmpty()) {
                    Mailbox.parse(alias.target())
                            .ifPresent(target -> go(target, step.via(), step, alias.account()));
                }
            }
            case AddressEntry.Group group -> group(step, group);
            case AddressEntry.Forward forward -> {
                if (follows(step)) {
                    known = true;
                    forward.targets().forEach(target -> go(target, forward.address(), step));
                }
            }
            case AddressEntry.Listed _ ->
                    domain.options()
                            .gateway()
                            .ifPresent(host ->
                                    remote(step, new Outcome.Gateway(host.nextHop(), false)));
        }
    }

    /** An alias of an account does not lead to what has the account's address later. */
    private boolean follows(Step step) {
        return purpose == Purpose.DELIVERY && (step.bound() == null || step.bound().isEmpty());
    }

    private void account(Step step, AddressEntry.Account account, Domain domain, Found found) {
        boolean other = step.bound() != null && !step.bound().equals(account.account());
        if (other || !account.exists()) {
            return;
        }
        known = true;
        passed.add(account.account());
        if (purpose == Purpose.DELIVERY && account.state() == AccountStatus.DISABLED) {
            disabled = account;
            return;
        }
        AddressEntry.@Nullable Forward forward = forward(account, found);
        if (forward == null || forward.keep()) {
            targets.putIfAbsent(account.account(), new Target.Local(account));
        }
        if (forward != null) {
            passing.add(new Passing(step, account, forward, domain.switches()));
        }
    }

    /** An account that may not pass its mail on gets it itself. */
    private void pass(Passing each, Map<String, AccountAccess> access) {
        AddressEntry.Account account = each.account();
        AccountAccess own =
                access.getOrDefault(account.account(), AccountAccess.usual(account.account()));
        if (rules.state(AccessSwitch.FORWARDING, each.domain(), own.switches()).on()) {
            each.forward().targets().forEach(target -> go(target, account.address(), each.step()));
        } else {
            targets.putIfAbsent(account.account(), new Target.Local(account));
        }
    }

    private AddressEntry.@Nullable Forward forward(AddressEntry.Account account, Found found) {
        AddressEntry.Forward forward = found.forwards().get(account.address());
        return purpose == Purpose.DELIVERY
                        && forward != null
                        && forward.account().equals(account.account())
                ? forward
                : null;
    }

    private void group(Step step, AddressEntry.Group group) {
        if (!follows(step)) {
            return;
        }
        known = true;
        if (step.via().isEmpty()) {
            switch (group.senders()) {
                case ANYONE -> {}
                case USERS -> refused |= sender.isEmpty();
                case MEMBERS -> membersOnly = true;
            }
        }
        if (!refused) {
            group.members().forEach(member -> go(member, group.address(), step));
        }
    }

    private void go(String address, String via, Step from) {
        Mailbox.parse(address).ifPresent(mailbox -> go(mailbox, via, from, null));
    }

    private void go(Mailbox address, String via, Step from, @Nullable String bound) {
        steps++;
        if (from.depth() >= limits.depth() || steps > limits.addresses()) {
            tooMany = true;
        } else {
            open.add(new Step(address, via, from.depth() + 1, bound));
        }
    }

    /** Of another host only its domain is folded: what it makes of case is its own. */
    private void remote(Step step, Outcome.@Nullable Gateway gateway) {
        if (purpose == Purpose.OWNER) {
            return;
        }
        String key = step.address().local().encode() + "@" + step.address().domain().folded();
        targets.putIfAbsent(key, new Target.Remote(step.address().encode(), step.via(), gateway));
    }

    /** What it came to. */
    public Outcome outcome() {
        if (tooMany) {
            return new Outcome.Failed();
        }
        if (refused || (membersOnly && !passed.contains(sender))) {
            return new Outcome.NotAllowed();
        }
        if (!targets.isEmpty()) {
            return new Outcome.Reaches(List.copyOf(targets.values()));
        }
        if (disabled != null) {
            return new Outcome.Disabled(disabled);
        }
        return known ? new Outcome.Failed() : new Outcome.Unknown();
    }
}
