package posthorn.e2e.site;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.util.List;

/** An LDAP server (UnboundID's) with the people of one domain. */
public final class LdapHost {

    /** The domain whose accounts it has. */
    public static final String DOMAIN = "ldap.test";

    private static final String BASE = "dc=ldap,dc=test";

    private final InMemoryDirectoryServer server;

    private LdapHost(InMemoryDirectoryServer server) {
        this.server = server;
    }

    /** Starts one without anybody. */
    static LdapHost start() {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.setSchema(null);
            config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", 0));
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            server.add("dn: " + BASE, "objectClass: domain", "dc: ldap");
            server.startListening();
            return new LdapHost(server);
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a system has to be told of it. */
    List<String> settings() {
        String prefix = "-Dposthorn.mailbox-api.ldap.";
        return List.of(
                prefix + "urls=ldap://127.0.0.1:" + server.getListenPort(),
                prefix + "start-tls=false",
                prefix + "base-dn=" + BASE,
                prefix + "domains=" + DOMAIN,
                prefix + "remember-for=0s");
    }

    /** Somebody in {@link #DOMAIN} with another address there. */
    public void add(String name, String otherName, String password) {
        try {
            server.add(
                    "dn: " + entry(name),
                    "objectClass: inetOrgPerson",
                    "uid: " + name,
                    "cn: " + name,
                    "sn: " + name,
                    "mail: " + name + "@" + DOMAIN,
                    "mailAlternateAddress: " + otherName + "@" + DOMAIN,
                    "userPassword: " + password);
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody leaves. */
    public void remove(String name) {
        try {
            server.delete(entry(name));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it answers. */
    public void listen(boolean listens) {
        try {
            if (listens) {
                server.startListening();
            } else {
                server.shutDown(true);
            }
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String entry(String name) {
        return "uid=" + name + "," + BASE;
    }
}
