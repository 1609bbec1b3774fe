package posthorn.mailbox.ldap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import posthorn.mailbox.TestSettings;
import posthorn.mailbox.contract.OutsideDirectoryContract;
import posthorn.mailbox.outside.OutsideDirectory;

/** OpenLDAP's server, where Debian's package slapd is installed. */
class SlapdTest implements OutsideDirectoryContract {

    private static final Path SLAPD = Path.of("/usr/sbin/slapd");
    @TempDir static Path files;

    private static Process slapd;
    private static LdapDirectory directory;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Files.isExecutable(SLAPD), "skipped: install slapd");
        Files.createDirectories(files.resolve("data"));
        Path configuration =
                Files.writeString(files.resolve("slapd.conf"), configuration(files.toString()));
        int port = freePort();
        slapd =
                new ProcessBuilder(
                                SLAPD.toString(),
                                "-h",
                                "ldap://127.0.0.1:" + port,
                                "-f",
                                configuration.toString(),
                                "-d",
                                "0")
                        .redirectErrorStream(true)
                        .redirectOutput(files.resolve("log").toFile())
                        .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> fill(port));
        directory =
                new LdapDirectory(
                        TestSettings.with(
                                        Map.of(
                                                "ldap.urls", "ldap://127.0.0.1:" + port,
                                                "ldap.start-tls", "false",
                                                "ldap.alias-attributes", "mailLocalAddress",
                                                "ldap.base-dn", "dc=a,dc=example"))
                                .ldap());
    }

    private static String configuration(String directory) {
        return """
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        include /etc/ldap/schema/misc.schema
        modulepath /usr/lib/ldap
        moduleload back_mdb
        pidfile %1$s/pid
        database mdb
        suffix "dc=a,dc=example"
        rootdn "cn=admin,dc=a,dc=example"
        rootpw "of the administrator"
        directory %1$s/data
        """
                .formatted(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static boolean fill(int port) throws LDAPException, LDIFException {
        try (LDAPConnection connection =
                new LDAPConnection(
                        "127.0.0.1", port, "cn=admin,dc=a,dc=example", "of the administrator")) {
            for (String[] entry : List.copyOf(People.entries("mailLocalAddress"))) {
                connection.add(entry);
            }
            return true;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (directory != null) {
            directory.close();
        }
        if (slapd != null) {
            slapd.destroy();
            slapd.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Override
    public OutsideDirectory outside() {
        return directory;
    }
}
