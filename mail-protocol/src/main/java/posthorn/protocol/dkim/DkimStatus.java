package posthorn.protocol.dkim;

import java.util.Locale;

/** How the check of a signature ended, in the words of RFC 8601 §2.7.1. */
public enum DkimStatus {
    /** The signature is right. */
    PASS,
    /** Header or body are not those that were signed, or the signature is not of this key. */
    FAIL,
    /** The signature was not looked at: there are more than are checked. */
    POLICY,
    /** The signature is not written as it has to be, or in a way that is not understood. */
    NEUTRAL,
    /** The key could not be looked up; a later check may end otherwise. */
    TEMPERROR,
    /** It cannot be checked and never will: no key, one withdrawn or too short; or it expired. */
    PERMERROR;

    /** The word for the field Authentication-Results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
