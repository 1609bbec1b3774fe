/**
 * Who may call what over HTTP. {@link posthorn.mailbox.rest.access.AccessFilter} stands before
 * every resource: it finds out who asks ({@link posthorn.mailbox.rest.access.Principal}), and lets
 * nobody to a method whose {@link posthorn.mailbox.rest.access.AllowedTo} does not name one of
 * their roles; a method without that annotation is for nobody. Which account or domain they may ask
 * about the resource finds out from {@link posthorn.mailbox.rest.access.Access}.
 */
@NullMarked
package posthorn.mailbox.rest.access;

import org.jspecify.annotations.NullMarked;
