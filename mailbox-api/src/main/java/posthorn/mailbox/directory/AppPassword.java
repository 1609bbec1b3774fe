package posthorn.mailbox.directory;

import java.util.Set;
import posthorn.protocol.signin.SignInProtocol;

/**
 * A password for one program of the owner's: random, shown once, good for some protocols only.
 *
 * @param id names it among those of the account
 * @param name what the owner calls it
 * @param protocols where it is good; never {@link SignInProtocol#PAGES}
 * @param hash what it is compared with, as {@code posthorn.mailbox.signin} encodes it
 * @param scram what its proof by SCRAM is compared with, encoded there, too; empty: it cannot be
 *     proven
 * @param created milliseconds since 1970, UTC
 * @param lastUsed day of its last use, days since 1970, UTC; 0: it was not used
 * @param expires from then on it is good for nothing, milliseconds since 1970, UTC; 0: never. One
 *     that expires was made by a program and is not shown to the owner
 */
public record AppPassword(
        String id,
        String name,
        Set<SignInProtocol> protocols,
        String hash,
        String scram,
        long created,
        long lastUsed,
        long expires) {

    /** Keeps the protocols from changing. */
    public AppPassword {
        protocols = Set.copyOf(protocols);
    }

    /** Whether it is good for something at that time (milliseconds since 1970). */
    public boolean isGood(long now) {
        return expires == 0 || now < expires;
    }

    /** Whether its owner made it. */
    public boolean isOwners() {
        return expires == 0;
    }

    /** The same, used on that day. */
    public AppPassword usedOn(long day) {
        return new AppPassword(id, name, protocols, hash, scram, created, day, expires);
    }

    /** Without what it is compared with. */
    @Override
    public String toString() {
        return "AppPassword[" + id + ", " + name + ", " + protocols + "]";
    }
}
