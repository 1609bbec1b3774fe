package posthorn.bench.subject;

/**
 * Whose mail is sent and read.
 *
 * @param address also the name to sign in with
 * @param password the right one, of letters and digits
 */
public record Account(String address, String password) {
    @Override
    public String toString() {
        return address;
    }
}
