/**
 * What {@code posthorn store check} does with an operator's own MongoDB, in a database that it
 * makes and drops: {@link posthorn.launcher.mongo.Contracts} holds what Posthorn needs of a server,
 * {@link posthorn.launcher.mongo.DeclaredStores} asks the server how it would answer each query
 * that the services declare, and {@link posthorn.launcher.mongo.StepDown} has the primary step down
 * while there are writes. Each gives {@link posthorn.launcher.mongo.CheckResult}s.
 */
@NullMarked
package posthorn.launcher.mongo;

import org.jspecify.annotations.NullMarked;
