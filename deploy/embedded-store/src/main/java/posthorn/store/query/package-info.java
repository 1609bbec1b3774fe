/**
 * What a query says, apart from where the documents lie: {@link posthorn.store.query.Filter}
 * decides whether a document matches, {@link posthorn.store.query.SortOrder} in which order it
 * stands, {@link posthorn.store.query.Projection} what of it is returned. Nothing here knows an
 * index; the room {@code rocks} reads the conditions off a filter and chooses one.
 *
 * <p>An operator that is not understood is refused when the query is read, never passed over: a
 * condition that is silently ignored would answer with documents that nobody asked for.
 */
@NullMarked
package posthorn.store.query;

import org.jspecify.annotations.NullMarked;
