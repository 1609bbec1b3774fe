package posthorn.imap.grammar;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arguments of GETQUOTA and SETQUOTA (RFC 9208 §7).
 *
 * <pre>
 * getquota        = "GETQUOTA" SP quota-root-name
 * setquota        = "SETQUOTA" SP quota-root-name SP setquota-list
 * setquota-list   = "(" [setquota-resource *(SP setquota-resource)] ")"
 * setquota-resource = resource-name SP resource-limit
 * quota-root-name = astring
 * </pre>
 */
final class QuotaParser {

    private static final int MAX_RESOURCES = 16;

    private QuotaParser() {}

    static String root(ImapTokens in) throws BadSyntax {
        in.space();
        return ImapTokens.utf8(in.astring());
    }

    static ImapCommand set(ImapTokens in) throws BadSyntax {
        String root = root(in);
        in.space();
        Map<String, Long> limits = new LinkedHashMap<>();
        in.expect('(');
        while (!in.take(')')) {
            if (!limits.isEmpty()) {
                in.space();
            }
            String resource = in.word();
            in.space();
            limits.put(resource, in.number64());
            if (limits.size() > MAX_RESOURCES) {
                throw new BadSyntax("At most " + MAX_RESOURCES + " resources");
            }
        }
        return new ImapCommand.SetQuota(root, limits);
    }
}
