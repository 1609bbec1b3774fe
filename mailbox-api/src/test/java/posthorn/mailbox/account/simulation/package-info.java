/**
 * The account's code in a world of its own: several pods, a replica set, clients and faults, all
 * driven by one seeded scheduler. The code is the real one; only what lies around it is modelled,
 * and worse than it is outside.
 *
 * <p>{@link posthorn.mailbox.account.simulation.Timeline} decides what happens next, {@link
 * posthorn.mailbox.account.simulation.ReplicaSet} loses what no majority had, {@link
 * posthorn.mailbox.account.simulation.Network} loses, delays and repeats, {@link
 * posthorn.mailbox.account.simulation.Pod} runs appenders and chores and may die between any two
 * steps, {@link posthorn.mailbox.account.simulation.Truth} watches the store after every step,
 * {@link posthorn.mailbox.account.simulation.History} knows only what clients sent and read. With a
 * {@link posthorn.mailbox.account.simulation.Backup} of one world another one begins, in which
 * nobody may see a UIDVALIDITY of the first.
 */
@NullMarked
package posthorn.mailbox.account.simulation;

import org.jspecify.annotations.NullMarked;
