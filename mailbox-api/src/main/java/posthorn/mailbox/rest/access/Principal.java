package posthorn.mailbox.rest.access;

import java.util.EnumSet;
import java.util.Set;

/** Who asks. */
public sealed interface Principal {

    /** The roles that they have. */
    Set<Role> roles();

    /** For the log: who it was, never a secret. */
    String name();

    /**
     * Whoever has an admin token.
     *
     * @param name of the token
     */
    record Admin(String name) implements Principal {
        @Override
        public Set<Role> roles() {
            return EnumSet.of(Role.ADMIN);
        }
    }

    /**
     * The owner of an account that administers domains, and that is a user like others besides.
     *
     * @param account its id
     * @param address folded
     * @param domains folded names of those that it administers
     */
    record DomainAdmin(String account, String address, Set<String> domains) implements Principal {
        /** Keeps the domains from changing. */
        public DomainAdmin {
            domains = Set.copyOf(domains);
        }

        @Override
        public Set<Role> roles() {
            return EnumSet.of(Role.DOMAIN_ADMIN, Role.USER);
        }

        @Override
        public String name() {
            return address;
        }
    }

    /**
     * The owner of an account.
     *
     * @param account its id
     * @param address folded
     */
    record User(String account, String address) implements Principal {
        @Override
        public Set<Role> roles() {
            return EnumSet.of(Role.USER);
        }

        @Override
        public String name() {
            return address;
        }
    }

    /**
     * One of our services.
     *
     * @param name of its token
     */
    record Service(String name) implements Principal {
        @Override
        public Set<Role> roles() {
            return EnumSet.of(Role.SERVICE);
        }
    }
}
