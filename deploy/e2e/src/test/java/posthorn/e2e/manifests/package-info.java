/**
 * What deploys Posthorn, held against what Posthorn is: no port, probe or setting that the code
 * does not have.
 */
@NullMarked
package posthorn.e2e.manifests;

import org.jspecify.annotations.NullMarked;
