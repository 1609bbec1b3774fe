package posthorn.mailbox.registry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;

/** What a domain is for, and which addresses may be made in it. */
enum DomainUse {
    /** Addresses with a mailbox: accounts. */
    MAILBOXES,
    /** Addresses that lead to others: aliases, groups, forwards. */
    LEADING,
    /** Addresses that another host has. */
    LISTED;

    /** Why an address is not made. */
    record Refusal(Reason reason, String error, String advice) {}

    /**
     * Why no such address is made in a domain; empty: it may be.
     *
     * @param domain null: there is none of the name
     */
    static Optional<Refusal> refusal(String name, @Nullable Domain domain, DomainUse use) {
        if (domain == null) {
            return Optional.of(
                    new Refusal(
                            Reason.UNKNOWN,
                            "The domain " + name + " is not ours.",
                            "Add it first: POST /v1/domains, or posthorn domain add "
                                    + name
                                    + "."));
        }
        String aliasOf = domain.options().aliasOf();
        if (!aliasOf.isEmpty()) {
            return Optional.of(
                    new Refusal(
                            Reason.CONFLICT,
                            "The domain " + name + " is an alias of " + aliasOf + ".",
                            "Make the address in " + aliasOf + "; it is one of both then."));
        }
        boolean elsewhere = domain.options().gateway().isPresent();
        if (use == MAILBOXES && elsewhere) {
            return Optional.of(
                    new Refusal(
                            Reason.CONFLICT,
                            "The mailboxes of " + name + " are at another host.",
                            "Make the account there, or bring them here: posthorn domain set "
                                    + name
                                    + " --gateway none."));
        }
        return use == LISTED && !elsewhere
                ? Optional.of(
                        new Refusal(
                                Reason.CONFLICT,
                                "The mailboxes of " + name + " are here.",
                                "Make an account: posthorn account add."))
                : Optional.empty();
    }
}
