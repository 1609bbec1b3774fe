package posthorn.mailbox.ldap;

import java.util.List;
import posthorn.mailbox.contract.OutsideDirectoryContract;

/** Those of the contract, as entries. */
final class People {

    private static final String BASE = "dc=a,dc=example";

    private People() {}

    /** The name of the entry. */
    static String name(String uid) {
        return "uid=" + uid + "," + BASE;
    }

    /**
     * Lines of LDIF for each entry, the base first.
     *
     * @param other attribute with further addresses
     */
    static List<String[]> entries(String other) {
        return List.of(
                new String[] {
                    "dn: " + BASE,
                    "objectClass: dcObject",
                    "objectClass: organization",
                    "dc: a",
                    "o: A"
                },
                person(
                        "alice",
                        OutsideDirectoryContract.ALICE,
                        OutsideDirectoryContract.PASSWORD,
                        other),
                person(
                        "bob",
                        OutsideDirectoryContract.BOB,
                        OutsideDirectoryContract.BOBS_PASSWORD,
                        other),
                new String[] {
                    "dn: " + name("printer"),
                    "objectClass: account",
                    "uid: printer",
                    "description: printer@a.example"
                });
    }

    private static String[] person(String uid, String mail, String password, String other) {
        return new String[] {
            "dn: " + name(uid),
            "objectClass: inetOrgPerson",
            "objectClass: inetLocalMailRecipient",
            "uid: " + uid,
            "cn: " + uid,
            "sn: " + uid,
            "mail: " + mail,
            other
                    + ": "
                    + (uid.equals("alice")
                            ? OutsideDirectoryContract.INFO
                            : uid + ".other@a.example"),
            "userPassword: " + password
        };
    }
}
