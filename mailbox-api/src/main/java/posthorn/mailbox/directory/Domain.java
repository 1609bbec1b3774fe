package posthorn.mailbox.directory;

import java.util.Optional;

/**
 * A domain that is ours.
 *
 * @param name folded
 * @param postmaster folded address of the account that gets mail for its postmaster; empty: its
 *     first account
 * @param created milliseconds since 1970, UTC
 * @param options how its addresses are read
 * @param switches what its accounts may be used for, where they say nothing themselves
 * @param version counts its changes
 */
public record Domain(
        String name,
        String postmaster,
        long created,
        Options options,
        Switches switches,
        long version) {

    /** One with the usual options. */
    public Domain(String name, String postmaster, long created) {
        this(name, postmaster, created, Options.USUAL, Switches.NONE, 0);
    }

    /** The same with other options. */
    public Domain with(Options other) {
        return new Domain(name, postmaster, created, other, switches, version + 1);
    }

    /** The same with other switches. */
    public Domain with(Switches others) {
        return new Domain(name, postmaster, created, options, others, version + 1);
    }

    /**
     * How the addresses of a domain are read.
     *
     * @param catchAll folded address that gets mail for those that there are not; empty: none does
     * @param tags character that a tag in an address begins with, as in {@code alice+news}; empty:
     *     there are no tags
     * @param aliasOf folded name of the domain whose addresses are those of this one; empty: it has
     *     its own
     * @param gateway who has its mailboxes; empty: they are here
     */
    public record Options(String catchAll, String tags, String aliasOf, Optional<Gateway> gateway) {

        /** Tags begin with {@code +}. */
        public static final Options USUAL = new Options("", "+", "", Optional.empty());

        /** Characters that a tag may begin with. */
        public static final String TAGS = "+-_=#";
    }

    /**
     * Another host that has the mailboxes of a domain.
     *
     * @param nextHop its name or address literal, and port, as {@link
     *     posthorn.protocol.smtp.NextHop} writes them
     * @param recipients which addresses are taken for it
     */
    public record Gateway(String nextHop, Recipients recipients) {}

    /** Which addresses are taken for a domain that another host has. */
    public enum Recipients {
        /** Those that are listed here. */
        LISTED,
        /** Those that the host takes when it is asked (RCPT). */
        ASKED,
        /** All: what the host refuses is returned. */
        ALL
    }
}
