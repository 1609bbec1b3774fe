/**
 * HTTPS to hosts of others: policies are fetched, reports are delivered. A host is looked up by our
 * own DNS, nothing in a forbidden network is asked, its certificate has to be for its name, no
 * redirect is followed, and what comes back is bounded in octets and time.
 */
@NullMarked
package posthorn.delivery.https;

import org.jspecify.annotations.NullMarked;
