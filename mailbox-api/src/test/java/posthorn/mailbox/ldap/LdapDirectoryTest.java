package posthorn.mailbox.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import com.unboundid.util.ssl.PEMFileKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.mailbox.TestSettings;
import posthorn.mailbox.contract.OutsideDirectoryContract;
import posthorn.mailbox.outside.OutsideDirectory;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.tls.SelfSigned;

/** UnboundID's server, over LDAPS and StartTLS. */
class LdapDirectoryTest implements OutsideDirectoryContract {

    @TempDir static Path files;

    private static InMemoryDirectoryServer server;
    private LdapDirectory directory = new LdapDirectory(settings(Map.of()));

    @BeforeAll
    static void start() throws LDAPException, IOException, GeneralSecurityException {
        SelfSigned certificate = SelfSigned.create("localhost", Instant.now());
        Path chain = Files.writeString(files.resolve("cert.pem"), certificate.certificate());
        Path key = Files.writeString(files.resolve("key.pem"), certificate.key());
        Files.writeString(files.resolve("password"), "of the service\n");
        SSLContext tls =
                new SSLUtil(new PEMFileKeyManager(chain.toFile(), key.toFile()), null)
                        .createSSLContext();
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=a,dc=example");
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=posthorn", "of the service");
        config.setAuthenticationRequiredOperationTypes(com.unboundid.ldap.sdk.OperationType.SEARCH);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "start-tls", null, 0, tls.getSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "tls", null, 0, tls.getServerSocketFactory(), tls.getSocketFactory()));
        server = new InMemoryDirectoryServer(config);
        People.entries("mailAlternateAddress").forEach(LdapDirectoryTest::add);
        server.startListening();
    }

    private static void add(String... lines) {
        try {
            server.add(lines);
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() {
        server.shutDown(true);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private static LdapSettings settings(Map<String, String> more) {
        Map<String, String> all =
                new HashMap<>(
                        Map.of(
                                "ldap.urls",
                                "ldaps://localhost:" + server.getListenPort("tls"),
                                "ldap.trusted-certificates",
                                files.resolve("cert.pem").toString(),
                                "ldap.bind-dn",
                                "cn=posthorn",
                                "ldap.bind-password-file",
                                files.resolve("password").toString(),
                                "ldap.base-dn",
                                "dc=a,dc=example"));
        more.forEach((key, value) -> all.put("ldap." + key, value));
        return TestSettings.with(all).ldap();
    }

    private void with(Map<String, String> more) {
        directory.close();
        directory = new LdapDirectory(settings(more));
    }

    private static String startTls() {
        return "ldap://localhost:" + server.getListenPort("start-tls");
    }

    @Override
    public OutsideDirectory outside() {
        return directory;
    }

    @Test
    void startTlsComesBeforeAnythingIsSaid() {
        with(Map.of("urls", startTls()));
        assertAnswers();
    }

    @Test
    void theNextServerIsAskedWhenOneIsAway() {
        with(Map.of("urls", "ldap://localhost:1," + startTls()));
        assertAnswers();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotBelieved() throws IOException {
        Path other =
                Files.writeString(
                        files.resolve("other.pem"),
                        SelfSigned.create("localhost", Instant.now()).certificate());
        with(Map.of("trusted-certificates", other.toString()));
        assertAway();
    }

    private void assertAnswers() {
        assertTrue(get(directory.accepts(account(BOB), BOBS_PASSWORD)));
        assertFalse(get(directory.accepts(account(BOB), PASSWORD)));
    }

    private void assertAway() {
        AssertionError failed =
                assertThrows(AssertionError.class, () -> get(directory.find(List.of(BOB))));
        assertTrue(String.valueOf(failed.getCause()).contains("LDAP server gave no answer"));
    }

    @Test
    void aServerThatIsAwaySaysNothingAboutPasswords() {
        with(Map.of("urls", "ldap://localhost:1"));
        assertAway();
    }

    @Test
    void addressesMayStandBehindAPrefix() throws LDAPException {
        server.modify(
                People.name("bob"),
                new Modification(
                        ModificationType.REPLACE,
                        "proxyAddresses",
                        "SMTP:bob@a.example",
                        "smtp:Robert@a.example",
                        "x500:o=a"));
        with(Map.of("alias-attributes", "proxyAddresses=smtp:"));
        assertEquals(BOB, account("robert@a.example").address());
    }

    @Test
    void anAddressOfTwoEntriesIsNobodysToDecide() {
        add(
                "dn: uid=bob2,dc=a,dc=example",
                "objectClass: inetOrgPerson",
                "mail: bob2@a.example",
                "mailAlternateAddress: carol@a.example");
        add("dn: uid=carol,dc=a,dc=example", "objectClass: inetOrgPerson", "mail: carol@a.example");
        assertThrows(AssertionError.class, () -> get(directory.find(List.of("carol@a.example"))));
    }

    @Test
    void domainsMayBeNamed() {
        assertTrue(directory.covers("b.example"));
        with(Map.of("domains", "A.Example"));
        assertTrue(directory.covers("a.example"));
        assertFalse(directory.covers("b.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "urls, http://x",
        "base-dn, ''",
        "filter, (mail",
        "bind-password-file, /nonexistent",
        "trusted-certificates, /nonexistent",
        "connections, 0",
        "at-once, 0",
        "within, 1ms",
        "remember-for, 2h",
        "remembered, 0"
    })
    void aBadValueStopsTheStart(String key, String value) {
        BadSetting bad =
                assertThrows(
                        BadSetting.class, () -> LdapDirectory.check(settings(Map.of(key, value))));
        String said = String.valueOf(bad.getMessage());
        assertTrue(said.startsWith("posthorn.mailbox-api.ldap." + key), said);
    }
}
