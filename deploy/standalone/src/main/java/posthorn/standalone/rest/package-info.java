/** What an operator asks an installation on one machine, beside what all services answer. */
@NullMarked
package posthorn.standalone.rest;

import org.jspecify.annotations.NullMarked;
