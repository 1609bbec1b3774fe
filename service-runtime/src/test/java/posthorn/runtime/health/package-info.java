/** Tests of what Kubernetes is told. */
@NullMarked
package posthorn.runtime.health;

import org.jspecify.annotations.NullMarked;
