package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posthorn.mailbox.directory.AddressLookup.Found;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.smtp.Mailbox;

/** Addresses that an alias, a group or a forward is to lead to: whether they can be used. */
final class LeadTargets {

    private final DirectoryStore store;
    private final int most;

    /**
     * @param most addresses that one may lead to
     */
    LeadTargets(DirectoryStore store, int most) {
        this.store = store;
        this.most = most;
    }

    /**
     * The addresses as they are kept, each once.
     *
     * @param own whose they are to be
     */
    Uni<DirectoryOutcome<List<String>>> check(AddressKey own, List<String> given) {
        List<String> texts = new ArrayList<>(new LinkedHashSet<>(given));
        Optional<String> bad = texts.stream().filter(text -> key(text).isEmpty()).findFirst();
        if (bad.isPresent()) {
            return Uni.createFrom().item(invalid(bad.get()));
        }
        if (texts.isEmpty() || texts.size() > most) {
            return no(
                    "It has to lead to 1 to " + most + " addresses.",
                    "Give that many; a group may have groups in it.");
        }
        List<AddressKey> keys = texts.stream().map(text -> key(text).orElseThrow()).toList();
        if (keys.contains(own)) {
            return no(
                    own + " cannot lead to itself.",
                    "Leave it out; an account keeps a copy when that is asked for.");
        }
        return read(keys)
                .map(found ->
                        keys.stream()
                                .filter(key -> isMissing(key, found))
                                .findFirst()
                                .map(LeadTargets::<List<String>>missing)
                                .orElseGet(() -> DirectoryOutcome.done(encoded(texts))));
    }

    private static List<String> encoded(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Mailbox.parse(text).stream())
                .map(Mailbox::encode)
                .toList();
    }

    /** In a domain with addresses of its own that are all known. */
    private static boolean isMissing(AddressKey key, Found found) {
        Domain domain = found.domains().get(key.domain());
        return domain != null
                && domain.options().aliasOf().isEmpty()
                && domain.options().catchAll().isEmpty()
                && domain.options().gateway().isEmpty()
                && !key.isPostmaster()
                && forms(key, domain.options().tags())
                        .noneMatch(each -> found.entries().containsKey(each.toString()));
    }

    /** The address as it is, and without a tag. */
    private static Stream<AddressKey> forms(AddressKey key, String tags) {
        return Stream.concat(
                Stream.of(key), tags.chars().mapToObj(tag -> key.withoutTag((char) tag)));
    }

    /** What there is of addresses and their domains, with and without tags. */
    Uni<Found> read(List<AddressKey> keys) {
        Set<String> domains = keys.stream().map(AddressKey::domain).collect(Collectors.toSet());
        Set<String> addresses =
                keys.stream()
                        .flatMap(key -> forms(key, Domain.Options.TAGS))
                        .map(AddressKey::toString)
                        .collect(Collectors.toSet());
        return Uni.createFrom().completionStage(() -> store.find(domains, addresses));
    }

    /** The key of an address with a domain. */
    static Optional<AddressKey> key(String address) {
        return AddressKey.parse(address).filter(key -> !key.domain().isEmpty());
    }

    static <T> DirectoryOutcome<T> invalid(String address) {
        return DirectoryOutcome.refused(
                Reason.INVALID,
                "'" + address + "' is no address.",
                "Give one such as alice@example.org.");
    }

    static <T> DirectoryOutcome<T> missing(AddressKey target) {
        return DirectoryOutcome.refused(
                Reason.UNKNOWN,
                "There is no address " + target + " here.",
                "Give one of an account, a group, a forward or an alias; to an address of another"
                        + " host leads a forward.");
    }

    private static Uni<DirectoryOutcome<List<String>>> no(String error, String advice) {
        return Uni.createFrom().item(DirectoryOutcome.refused(Reason.INVALID, error, advice));
    }
}
