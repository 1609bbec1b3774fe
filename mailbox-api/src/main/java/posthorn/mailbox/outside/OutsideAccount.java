package posthorn.mailbox.outside;

/**
 * An account that an outside directory has.
 *
 * @param address its own address, folded
 * @param name what the directory calls it; in LDAP its distinguished name
 */
public record OutsideAccount(String address, String name) {}
