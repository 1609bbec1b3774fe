/**
 * What people see of a message, worked out of its octets, pure: {@link
 * posthorn.mailbox.content.MessageParts} says which parts are its text and which are files, {@link
 * posthorn.mailbox.content.HtmlCleaner} takes out of HTML whatever could run or phone home, {@link
 * posthorn.mailbox.content.HeaderView} reads the fields, {@link
 * posthorn.mailbox.content.AuthenticationView} says in words who has sent it. {@link
 * posthorn.mailbox.content.SearchQuery} reads what somebody typed into a search box.
 *
 * <p>All of it comes from strangers: nothing here throws for it, and the work is bounded.
 */
@NullMarked
package posthorn.mailbox.content;

import org.jspecify.annotations.NullMarked;
