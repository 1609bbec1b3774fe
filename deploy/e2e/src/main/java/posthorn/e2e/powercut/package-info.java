/**
 * A power cut, as far as a test can make one: what kill -9 leaves in the page cache is taken away.
 * While a system runs, the length of each log file is written down whenever a sync of it has
 * completed; after the kill, everything beyond is cut off.
 *
 * <p>The broker's syncs are seen by an agent in its process ({@link
 * posthorn.e2e.powercut.SyncAgent}), the store writes its own down.
 */
@NullMarked
package posthorn.e2e.powercut;

import org.jspecify.annotations.NullMarked;
