/** Tests of tokens in files. */
@NullMarked
package posthorn.runtime.token;

import org.jspecify.annotations.NullMarked;
