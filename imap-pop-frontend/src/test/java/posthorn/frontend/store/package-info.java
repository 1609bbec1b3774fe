/**
 * The port in memory, for tests of sessions: small, but with all of the port's promises. It passes
 * the same contract test as the implementation over gRPC.
 */
@NullMarked
package posthorn.frontend.store;

import org.jspecify.annotations.NullMarked;
