/**
 * What mail clients get: the port of the frontend on the real store, and POP3 with stock clients.
 */
@NullMarked
package posthorn.e2e.frontend;

import org.jspecify.annotations.NullMarked;
