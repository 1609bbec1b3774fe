package posthorn.mailbox.certificate;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which names of an installation need certificates. Pure. */
public final class HostedNames {
    /** A host name with at least one dot, which authorities know. */
    private static final Pattern PUBLIC =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*");

    private final List<String> own;
    private final Predicate<String> policy;

    /**
     * Names.
     *
     * @param own names of the installation itself
     * @param policy whether a domain publishes a policy (RFC 8461)
     */
    public HostedNames(Collection<String> own, Predicate<String> policy) {
        this.own = List.copyOf(own);
        this.policy = policy;
    }

    /**
     * All of them.
     *
     * @param domains that are hosted, folded
     */
    public SortedSet<String> of(Collection<String> domains) {
        SortedSet<String> names = new TreeSet<>(own);
        for (String domain : domains) {
            names.add("autoconfig." + domain);
            names.add("autodiscover." + domain);
            if (policy.test(domain)) {
                names.add("mta-sts." + domain);
            }
        }
        names.removeIf(name -> !isPublic(name));
        return names;
    }

    /** Whether an authority can know the name: in lower case, no address, not one label alone. */
    public static boolean isPublic(String name) {
        return PUBLIC.matcher(name).matches();
    }
}
