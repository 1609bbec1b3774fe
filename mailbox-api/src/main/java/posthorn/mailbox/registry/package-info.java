/**
 * The directory at work: {@link posthorn.mailbox.registry.Registry} answers who is local and
 * changes it, {@link posthorn.mailbox.registry.Authenticator} lets people in, {@link
 * posthorn.mailbox.registry.Finisher} brings an account's log after what its address says.
 * Asynchronous: nothing here waits, nothing here may be called from more than it says.
 */
@NullMarked
package posthorn.mailbox.registry;

import org.jspecify.annotations.NullMarked;
