/**
 * What all services log in the same way: text that strangers wrote ({@link
 * posthorn.runtime.log.LogText}) and sign-ins that failed ({@link posthorn.runtime.log.SignInLog}).
 */
@NullMarked
package posthorn.runtime.log;

import org.jspecify.annotations.NullMarked;
