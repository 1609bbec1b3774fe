package posthorn.mailbox.rest.access;

import java.util.Locale;

/** As what somebody calls a resource. */
public enum Role {
    /** Whoever has an admin token: everything. */
    ADMIN,
    /** An account that administers domains: these, their addresses and their accounts. */
    DOMAIN_ADMIN,
    /** An account: itself. */
    USER,
    /** One of our services. */
    SERVICE,
    /** Whoever asks, signed in or not. */
    ANYONE;

    /** As in answers and documents: lower case with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
