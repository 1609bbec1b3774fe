/**
 * What the four services share at run time: settings, TLS material, topics, the channel to {@code
 * mailbox-api}, connections, the admin token. {@code mail-protocol} stays free of I/O and
 * frameworks; whatever needs them and is needed by two services is here.
 */
@NullMarked
package posthorn.runtime;

import org.jspecify.annotations.NullMarked;
