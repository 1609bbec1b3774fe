/**
 * A proxy for tests that stands between a driver and a store and makes the store as unkind as a
 * network and a replica set can be: answers are lost after the command was executed, requests are
 * lost before, both are late, inserts are executed twice, commands about several documents fall
 * apart so that other clients get in between, a primary steps down or has no majority, and what no
 * majority had is forgotten. Code that is right on a kind store alone is found out here.
 *
 * <p>{@link posthorn.store.fault.FaultProxy} is started in front of any MongoDB, with a seeded
 * {@link posthorn.store.fault.FaultPlan}, and counts what it did. Other modules find it in this
 * module's test-jar.
 */
@NullMarked
package posthorn.store.fault;

import org.jspecify.annotations.NullMarked;
