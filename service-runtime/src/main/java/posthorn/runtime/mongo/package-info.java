/**
 * What the services' clients of MongoDB have in common: where the server is and as whom we sign in
 * ({@link posthorn.runtime.mongo.MongoServer}), by files that may change while clients run ({@link
 * posthorn.runtime.mongo.RemadeClient}), and what is measured. The driver is an optional
 * dependency: only a service that has a client of its own may use this room.
 */
@NullMarked
package posthorn.runtime.mongo;

import org.jspecify.annotations.NullMarked;
