package posthorn.mailbox.directory;

/**
 * A passkey of an account: the public half of a key that only the owner's device has (WebAuthn,
 * Level 2).
 *
 * @param id of the credential, base64url
 * @param name what the owner calls it
 * @param host name of the pages that it was made for (relying party)
 * @param credential what the device said of its public key (attested credential data, §6.5.1),
 *     base64url
 * @param uses the device's count of uses, as it last said (§6.1.1); 0: it does not count
 * @param created milliseconds since 1970, UTC
 */
public record Passkey(
        String id, String name, String host, String credential, long uses, long created) {

    /** The same, after another use. */
    public Passkey used(long count) {
        return new Passkey(id, name, host, credential, count, created);
    }
}
