/**
 * What Kubernetes is told of a process, and what it waits for.
 *
 * <p>Ready is what this process itself can answer for: its ports are bound, it is not stopping.
 * What it depends on ({@link posthorn.runtime.health.Dependency}) is told beside that and decides
 * nothing: if every pod left its Service because a broker is away, clients would find nobody who
 * tells them to come back later. Live is what a new process would mend: threads that answer
 * nothing, a consumer that does not poll, a task that does not run. None of that may be so because
 * something else is away, since a restart mends nothing then.
 *
 * <p>What has to be there before work can begin, such as topics and indexes, is a {@link
 * posthorn.runtime.health.Preparation}: made in the background, attempted until it is done, with
 * words in the log and in the answer. Nothing waits at the start itself.
 */
@NullMarked
package posthorn.runtime.health;

import org.jspecify.annotations.NullMarked;
