/** Back-pressure of calls, over real connections. */
@NullMarked
package posthorn.runtime.grpc;

import org.jspecify.annotations.NullMarked;
