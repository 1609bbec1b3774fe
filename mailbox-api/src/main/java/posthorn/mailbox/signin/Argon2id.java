package posthorn.mailbox.signin;

/**
 * Argon2id (RFC 9106), version 1.3, with our parameters: 19 MiB, two passes, one lane, 32 octets.
 * Safe for all threads.
 */
interface Argon2id {

    int MEMORY_KIB = 19_456;
    int PASSES = 2;
    int HASH = 32;

    /** The hash; takes some 20 ms of a processor and 19 MiB. */
    byte[] hash(byte[] password, byte[] salt);

    /** The C library where there is one for this machine, else the one in Java: a third dearer. */
    static Argon2id fastest() {
        try {
            return new NativeArgon2id();
        } catch (LinkageError e) {
            return new JavaArgon2id();
        }
    }
}
