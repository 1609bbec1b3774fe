/**
 * The command line of an operator: {@code ./posthorn account|domain|alias|queue|trace}. Every
 * command is one call of the REST API with the admin token. Exit codes: 0 done, 1 refused by the
 * server, 2 wrong usage, 3 no server reached.
 */
@NullMarked
package posthorn.launcher;

import org.jspecify.annotations.NullMarked;
