/** Sign-ins that tests of several services share. */
@NullMarked
package posthorn.runtime.signin;

import org.jspecify.annotations.NullMarked;
