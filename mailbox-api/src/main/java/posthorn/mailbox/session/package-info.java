/**
 * Sessions of browsers and programs that signed in over HTTP. Each is a document that all pods see;
 * its name is a digest of the token that the client has, so that whoever reads the database can
 * show none. A session ends by time, by signing out, when its account's access generation rises
 * (another password, a disabled account), or when the admin token that opened it is no longer
 * valid.
 */
@NullMarked
package posthorn.mailbox.session;

import org.jspecify.annotations.NullMarked;
