/**
 * Whole systems as processes: {@link posthorn.e2e.system.StandaloneSystem} is what {@code
 * ./posthorn up} starts, {@link posthorn.e2e.system.ProcessSystem} is two of each service with a
 * broker and a store of their own. A test that is written against {@link
 * posthorn.e2e.system.MailSystem} runs on both.
 */
@NullMarked
package posthorn.e2e.system;

import org.jspecify.annotations.NullMarked;
