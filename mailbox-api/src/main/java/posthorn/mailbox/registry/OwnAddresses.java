package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup;
import posthorn.mailbox.directory.Domain;
import posthorn.protocol.smtp.AddressKey;

/** Which addresses are an account's: its own, its aliases, with a tag or in an alias domain. */
public final class OwnAddresses {

    private final AddressLookup directory;

    /** By this directory. */
    public OwnAddresses(AddressLookup directory) {
        this.directory = directory;
    }

    /** Those of the addresses, as they were given, that are the account's. */
    public Uni<Set<String>> of(String account, Collection<String> addresses) {
        Map<String, AddressKey> keys = new LinkedHashMap<>();
        addresses.forEach(each -> AddressKey.parse(each).ifPresent(key -> keys.put(each, key)));
        List<String> domains = keys.values().stream().map(AddressKey::domain).distinct().toList();
        return Uni.createFrom()
                .completionStage(() -> directory.find(domains, List.of()))
                .map(found -> {
                    Map<String, String> meant = new LinkedHashMap<>();
                    keys.forEach((given, key) -> {
                        Domain domain = found.domains().get(key.domain());
                        if (domain != null) {
                            meant.put(given, meant(key, domain));
                        }
                    });
                    return meant;
                })
                .flatMap(meant -> ofThese(account, keys, meant));
    }

    /** An address may have a sign for tags in its name: it counts as it is, too. */
    private Uni<Set<String>> ofThese(
            String account, Map<String, AddressKey> keys, Map<String, String> meant) {
        Set<String> asked = new HashSet<>(meant.values());
        meant.keySet().forEach(given -> asked.add(String.valueOf(keys.get(given))));
        return Uni.createFrom()
                .completionStage(() -> directory.find(List.of(), asked))
                .map(found -> {
                    Set<String> own = new HashSet<>();
                    meant.forEach((given, address) -> {
                        AddressEntry whole = found.entries().get(String.valueOf(keys.get(given)));
                        AddressEntry entry = whole == null ? found.entries().get(address) : whole;
                        if (isOf(account, entry)) {
                            own.add(given);
                        }
                    });
                    return own;
                });
    }

    private static boolean isOf(String account, @Nullable AddressEntry entry) {
        return (entry instanceof AddressEntry.Account || entry instanceof AddressEntry.Alias)
                && entry.account().equals(account);
    }

    private static String meant(AddressKey key, Domain domain) {
        String tags = domain.options().tags();
        int tag = tags.isEmpty() ? -1 : key.local().indexOf(tags);
        String local = tag > 0 ? key.local().substring(0, tag) : key.local();
        String aliasOf = domain.options().aliasOf();
        return new AddressKey(local, aliasOf.isEmpty() ? key.domain() : aliasOf).toString();
    }
}
