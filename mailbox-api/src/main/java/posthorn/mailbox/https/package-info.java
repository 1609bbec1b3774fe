/**
 * The pages and the API by HTTPS, without a proxy before them. {@link
 * posthorn.mailbox.https.HttpsListener} shows the certificate of the name that is asked for, and
 * answers challenges of authorities (RFC 8737); what comes in plain goes there, but for what has to
 * be answered in plain.
 */
@NullMarked
package posthorn.mailbox.https;

import org.jspecify.annotations.NullMarked;
