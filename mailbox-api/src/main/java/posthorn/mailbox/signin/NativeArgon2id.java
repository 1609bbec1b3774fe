package posthorn.mailbox.signin;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;

/** The reference implementation, as a library of C that comes with the jar. */
final class NativeArgon2id implements Argon2id {

    private static final int SALT = 16;

    private final Argon2Advanced argon2 =
            Argon2Factory.createAdvanced(Argon2Factory.Argon2Types.ARGON2id, SALT, HASH);

    /**
     * Loads the library.
     *
     * @throws LinkageError when there is none for this machine, or it cannot be unpacked
     */
    NativeArgon2id() {
        hash(new byte[SALT], new byte[SALT]);
    }

    @Override
    public byte[] hash(byte[] password, byte[] salt) {
        return argon2.rawHash(PASSES, MEMORY_KIB, 1, password, salt);
    }
}
