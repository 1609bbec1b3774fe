package posthorn.mailbox.directory;

import java.util.List;
import java.util.Optional;

/**
 * What the owner of an account shows besides the password when they sign in to the pages.
 *
 * @param totp an app that makes one-time codes (RFC 6238)
 * @param passkeys keys of devices
 * @param recoveryCodes hashes of codes that are good once each, for the day when everything else is
 *     lost
 * @param pendingTotp an app that has yet to show its first code
 * @param pendingPasskey challenge for a passkey that is being made
 */
public record SecondFactor(
        Optional<Totp> totp,
        List<Passkey> passkeys,
        List<String> recoveryCodes,
        Optional<Pending> pendingTotp,
        Optional<Pending> pendingPasskey) {

    /** The password is enough. */
    public static final SecondFactor NONE =
            new SecondFactor(
                    Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());

    /** Keeps the lists from changing. */
    public SecondFactor {
        passkeys = List.copyOf(passkeys);
        recoveryCodes = List.copyOf(recoveryCodes);
    }

    /**
     * An app that makes one-time codes.
     *
     * @param secret sealed under the master key, base64
     * @param lastStep time step of the last code that was taken: codes of this step and of earlier
     *     ones are taken no more (RFC 6238 §5.2)
     */
    public record Totp(String secret, long lastStep) {
        @Override
        public String toString() {
            return "Totp[" + lastStep + "]";
        }
    }

    /**
     * Something that was begun.
     *
     * @param value what has to be shown again
     * @param until it is forgotten then, milliseconds since 1970, UTC
     */
    public record Pending(String value, long until) {
        @Override
        public String toString() {
            return "Pending[" + until + "]";
        }
    }

    /** Whether the password alone is not enough. Recovery codes alone ask for nothing. */
    public boolean isOn() {
        return totp.isPresent() || !passkeys.isEmpty();
    }

    /** The same with another app, or without; one that was pending is not any more. */
    public SecondFactor withTotp(Optional<Totp> other) {
        return new SecondFactor(other, passkeys, recoveryCodes, Optional.empty(), pendingPasskey);
    }

    /** The same with these passkeys; one that was pending is not any more. */
    public SecondFactor withPasskeys(List<Passkey> others) {
        return new SecondFactor(totp, others, recoveryCodes, pendingTotp, Optional.empty());
    }

    /** The same with these recovery codes. */
    public SecondFactor withRecoveryCodes(List<String> others) {
        return new SecondFactor(totp, passkeys, others, pendingTotp, pendingPasskey);
    }

    /** The same, waiting for an app's first code. */
    public SecondFactor awaitingTotp(Pending pending) {
        return new SecondFactor(
                totp, passkeys, recoveryCodes, Optional.of(pending), pendingPasskey);
    }

    /** The same, waiting for a passkey. */
    public SecondFactor awaitingPasskey(Pending pending) {
        return new SecondFactor(totp, passkeys, recoveryCodes, pendingTotp, Optional.of(pending));
    }

    /** The same, without recovery codes when there is nothing that they could stand in for. */
    public SecondFactor tidied() {
        return isOn() ? this : withRecoveryCodes(List.of());
    }
}
