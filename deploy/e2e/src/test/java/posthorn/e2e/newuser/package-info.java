/** The way of a new user, with the mail program that most of them have. */
@NullMarked
package posthorn.e2e.newuser;

import org.jspecify.annotations.NullMarked;
