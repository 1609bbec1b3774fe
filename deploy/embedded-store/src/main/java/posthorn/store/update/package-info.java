/**
 * What an update makes of a document: {@link posthorn.store.update.UpdateParser} reads it, {@link
 * posthorn.store.update.Update} applies it to a document in memory, {@link
 * posthorn.store.update.FieldChange} is one operator at one place, {@link
 * posthorn.store.update.UpdatePath} finds the places. Nothing here stores anything.
 *
 * <p>What is not supported is refused when the update is read: the positional {@code $} (array
 * filters say the same without depending on the query), pipelines, and everything that would need
 * the server's clock.
 */
@NullMarked
package posthorn.store.update;

import org.jspecify.annotations.NullMarked;
