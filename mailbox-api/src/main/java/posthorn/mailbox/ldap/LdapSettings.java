package posthorn.mailbox.ldap;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An LDAP server (RFC 4511) that has accounts and their passwords. */
public interface LdapSettings {

    /**
     * {@code ldaps://host} or {@code ldap://host}, with {@code :port} where it is another, several
     * with commas: the first that answers is asked. None: there is no such server.
     */
    Optional<List<String>> urls();

    /** Whether {@code ldap://} turns to TLS (StartTLS) before anything is said. */
    @WithDefault("true")
    boolean startTls();

    /** PEM file with the authorities whose certificates are trusted; none: those of the JDK. */
    Optional<Path> trustedCertificates();

    /** Distinguished name under which accounts are looked for; none: anonymously. */
    Optional<String> bindDn();

    /** File with its password, the first line. Read when a connection is made. */
    Optional<Path> bindPasswordFile();

    /** Distinguished name below which accounts are. */
    Optional<String> baseDn();

    /** Which entries are accounts (RFC 4515). */
    @WithDefault("(objectClass=inetOrgPerson)")
    String filter();

    /**
     * Attribute whose first value is an account's own address; further ones are other addresses.
     */
    @WithDefault("mail")
    String addressAttribute();

    /**
     * Attributes with further addresses, several with commas; {@code proxyAddresses=smtp:} names
     * one whose values begin with {@code smtp:}.
     */
    @WithDefault("mailAlternateAddress")
    List<String> aliasAttributes();

    /** Domains whose accounts are there, several with commas; none: all of ours. */
    Optional<List<String>> domains();

    /** Connections, 1 to 1000. */
    @WithDefault("8")
    int connections();

    /**
     * Questions that are under way or wait for a connection, 1 to 100000; more are told to wait.
     */
    @WithDefault("200")
    int atOnce();

    /** How long a question may take, connecting included, 100 ms to 1 m. */
    @WithDefault("5s")
    Duration within();

    /**
     * How long it is remembered which account an address is of, or that it is nobody's, 0 s to 1 h.
     */
    @WithDefault("1m")
    Duration rememberFor();

    /** Addresses that are remembered, 1 to 10000000. */
    @WithDefault("100000")
    int remembered();
}
