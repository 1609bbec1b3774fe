package posthorn.mailbox.certificate;

/**
 * Where a name is with its certificate. Times are milliseconds since 1970.
 *
 * @param name host name, lower case
 * @param version counts the changes of the record
 * @param byHand whether an operator has ordered it, whatever is hosted
 * @param material names the certificate in the store; empty: there is none
 * @param notAfter when it ends; 0: there is none
 * @param renewFrom from when the next one is ordered; 0: there is none
 * @param nextAttempt before it nothing is ordered
 * @param failures attempts in a row that failed
 * @param problem what the last attempt failed on; empty: it did not
 * @param claim whoever orders now; empty: nobody
 */
public record CertificateRecord(
        String name,
        long version,
        boolean byHand,
        String material,
        long notAfter,
        long renewFrom,
        long nextAttempt,
        int failures,
        String problem,
        String claim) {

    /** The record of a name that has no certificate. */
    public static CertificateRecord wanted(String name, boolean byHand) {
        return new CertificateRecord(name, 1, byHand, "", 0, 0, 0, 0, "", "");
    }

    /** Whether one is to be ordered. */
    public boolean due(long now) {
        return now >= nextAttempt && (material.isEmpty() || now >= renewFrom);
    }

    /** Whether the name has a certificate that has not ended. */
    public boolean serves(long now) {
        return !material.isEmpty() && now < notAfter;
    }

    /** The next version, which whoever has this token works on. */
    public CertificateRecord claimed(String token) {
        return new CertificateRecord(
                name,
                version + 1,
                byHand,
                material,
                notAfter,
                renewFrom,
                nextAttempt,
                failures,
                problem,
                token);
    }

    /** The next version, due at once. */
    public CertificateRecord dueNow(boolean wantedByHand) {
        return new CertificateRecord(
                name,
                version + 1,
                wantedByHand,
                material,
                notAfter,
                0,
                0,
                failures,
                problem,
                claim);
    }

    /** The next version, which nobody has ordered by hand; an order that goes on is lost. */
    public CertificateRecord withdrawn() {
        return new CertificateRecord(
                name,
                version + 1,
                false,
                material,
                notAfter,
                renewFrom,
                nextAttempt,
                failures,
                problem,
                "");
    }

    /** The next version, which is renewed at another time. */
    public CertificateRecord renewedFrom(long from) {
        return new CertificateRecord(
                name,
                version + 1,
                byHand,
                material,
                notAfter,
                from,
                nextAttempt,
                failures,
                problem,
                claim);
    }

    /** The next version, which has a certificate. */
    public CertificateRecord issued(String newMaterial, long ends, long renews) {
        return new CertificateRecord(
                name, version + 1, byHand, newMaterial, ends, renews, 0, 0, "", "");
    }

    /** The next version, which waits for another attempt. */
    public CertificateRecord waiting(long until, int failed, String why) {
        return new CertificateRecord(
                name, version + 1, byHand, material, notAfter, renewFrom, until, failed, why, "");
    }
}
