/** The port over real gRPC, against pods in memory that lose answers, miss entries and die. */
@NullMarked
package posthorn.frontend.api;

import org.jspecify.annotations.NullMarked;
