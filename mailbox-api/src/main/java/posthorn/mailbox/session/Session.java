package posthorn.mailbox.session;

/**
 * A session.
 *
 * @param id digest of its token
 * @param created milliseconds since 1970, UTC
 * @param until when it ends by itself, milliseconds since 1970, UTC
 */
public record Session(String id, Owner owner, Stage stage, long created, long until) {

    /** How far the sign-in has come. */
    public enum Stage {
        /** The password was right; the second factor was not shown yet. Opens nothing. */
        SECOND_FACTOR,
        /** Signed in. */
        OPEN
    }

    /** Whose it is. */
    public sealed interface Owner {

        /** By which all sessions of an owner are found. */
        String key();

        /**
         * Whoever signed in to an account.
         *
         * @param account its id
         * @param generation access generation of the account at the sign-in
         */
        record Account(String account, long generation) implements Owner {
            @Override
            public String key() {
                return account;
            }
        }

        /**
         * Whoever has shown an admin token.
         *
         * @param fingerprint of the token
         */
        record Admin(String fingerprint) implements Owner {
            @Override
            public String key() {
                return "admin/" + fingerprint;
            }
        }
    }

    /** Whether it has ended by itself. */
    boolean isOver(long now) {
        return now >= until;
    }
}
