package posthorn.runtime.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.runtime.settings.BadSetting;

class FileIdentityTest {

    private final SelfSigned one = SelfSigned.create("one.example.org", Instant.now());
    private final SelfSigned other = SelfSigned.create("other.example.org", Instant.now());

    @TempDir private Path directory = Path.of("");

    private FileIdentity identity(String certificate, String key) throws IOException {
        Path chain = Files.writeString(directory.resolve("tls.crt"), certificate);
        Path secret = Files.writeString(directory.resolve("tls.key"), key);
        return new FileIdentity("posthorn.test", chain, secret);
    }

    @Test
    void aPairIsShown() throws IOException {
        FileIdentity identity = identity(one.certificate(), one.key());
        String[] kinds = {"EC", "RSA", "EdDSA"};
        String alias = Objects.requireNonNull(identity.chooseEngineClientAlias(kinds, null, null));
        assertNotNull(identity.getPrivateKey(alias));
        assertEquals(1, Objects.requireNonNull(identity.getCertificateChain(alias)).length);
    }

    /** As when one of the files has been replaced already and the other has not. */
    @Test
    void aKeyOfTheSameKindThatIsNotThatOfTheCertificateIsRefused() {
        BadSetting refused =
                assertThrows(BadSetting.class, () -> identity(one.certificate(), other.key()));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .contains("the key is not that of the certificate"),
                refused.getMessage());
    }
}
