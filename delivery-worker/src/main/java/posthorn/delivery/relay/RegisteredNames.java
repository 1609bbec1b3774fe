package posthorn.delivery.relay;

import com.google.common.net.InternetDomainName;

/** Registered domains of host names, by the Public Suffix List that comes with Guava. */
public final class RegisteredNames {

    private RegisteredNames() {}

    /**
     * The registered domain that a host belongs to, as in {@code google.com} for {@code
     * alt1.aspmx.l.google.com}: the name below the registry's suffix. Where no registry is known,
     * the last two labels; a name that is none stays as it is.
     */
    public static String of(String host) {
        if (!InternetDomainName.isValid(host)) {
            return host;
        }
        InternetDomainName name = InternetDomainName.from(host);
        if (name.isUnderRegistrySuffix()) {
            return name.topDomainUnderRegistrySuffix().toString();
        }
        int labels = name.parts().size();
        return labels <= 2 ? host : String.join(".", name.parts().subList(labels - 2, labels));
    }
}
