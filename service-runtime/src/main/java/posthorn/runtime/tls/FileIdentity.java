package posthorn.runtime.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.FileValue;

/**
 * Shows the certificate of a PEM file, with the key of another, and asks both anew: a handshake
 * shows what stands there then. A connection that stands keeps what it has shown. Safe for all
 * threads.
 */
public final class FileIdentity extends X509ExtendedKeyManager {

    private static final char[] NO_PASSWORD = {};

    private final FileValue<Shown> files;
    private final AtomicInteger versions = new AtomicInteger();
    private volatile @Nullable Shown before;
    private volatile @Nullable Shown now;

    /** A pair of files as they were once; its alias is no other pair's. */
    private record Shown(String alias, X509ExtendedKeyManager manager) {}

    /**
     * The chain and its key, read at once.
     *
     * @param key the setting that names the certificate's file, for errors
     * @param certificateFile chain, its own certificate first
     * @param keyFile PKCS #8 or what OpenSSL wrote before that, not encrypted
     * @throws BadSetting when a file cannot be read or used, or the key is another one's
     */
    public FileIdentity(String key, Path certificateFile, Path keyFile) {
        this.files =
                new FileValue<>(
                        key,
                        List.of(certificateFile, keyFile),
                        contents -> shown(contents.getFirst(), contents.getLast()));
    }

    private Shown shown(byte[] chain, byte[] key) throws IOException, GeneralSecurityException {
        String alias = "v" + versions.incrementAndGet();
        ServerCertificate read = ServerCertificate.of(alias, chain, key);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(alias, read.key(), NO_PASSWORD, read.chain().toArray(new Certificate[0]));
        // Its aliases are those of the store.
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, NO_PASSWORD);
        for (KeyManager manager : factory.getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager found) {
                return new Shown(alias, found);
            }
        }
        throw new GeneralSecurityException("the JDK knows no way to show certificates");
    }

    private synchronized Shown current() {
        Shown read = files.get();
        if (!read.equals(now)) {
            before = now;
            now = read;
        }
        return read;
    }

    /** What a handshake has chosen stays what it shows, though the files change meanwhile. */
    private <T> @Nullable T of(String alias, Function<X509ExtendedKeyManager, @Nullable T> part) {
        Shown chosen = now;
        if (chosen == null || !chosen.alias().equals(alias)) {
            chosen = before;
        }
        return chosen == null || !chosen.alias().equals(alias)
                ? null
                : part.apply(chosen.manager());
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current().manager().chooseClientAlias(types, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current().manager().chooseEngineClientAlias(types, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current().manager().chooseServerAlias(type, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current().manager().chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return current().manager().getClientAliases(type, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return current().manager().getServerAliases(type, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return of(alias, manager -> manager.getCertificateChain(alias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return of(alias, manager -> manager.getPrivateKey(alias));
    }
}
