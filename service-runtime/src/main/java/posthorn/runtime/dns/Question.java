package posthorn.runtime.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What is asked.
 *
 * @param name absolute; case does not matter
 * @param type of the records
 */
record Question(Name name, int type) {

    /** As it goes to a server: the AD bit asks whether the answer was validated (RFC 6840 §5.7). */
    Message query() {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setFlag(Flags.AD);
        return query;
    }
}
