/**
 * What a refusal means, in words for people: which record is missing, whose reputation it is, what
 * to do today. Pure; all texts and rules are data beside the classes, in English and German.
 *
 * <ol>
 *   <li>{@link posthorn.protocol.explanation.FailureCatalogue} explains why a message did not reach
 *       another host: from the host's reply, which is known by its site, code and words, or from
 *       our own reason. {@code failures.txt} has the rules, {@code failures.en.txt} and {@code
 *       failures.de.txt} the words. Notifications, the queue and the trace show them.
 *   <li>{@link posthorn.protocol.explanation.ReplyCatalogue} explains what we ourselves tell
 *       clients with 4yz and 5yz: {@code own-replies.txt} names every such reply, {@code
 *       own-replies.en.txt} and {@code own-replies.de.txt} explain it. {@link
 *       posthorn.protocol.explanation.ReplyPages} makes a page of each.
 * </ol>
 *
 * <p>To add a reason or a reply is to add lines to these files; the tests hold both languages,
 * rules and texts against one another.
 */
@NullMarked
package posthorn.protocol.explanation;

import org.jspecify.annotations.NullMarked;
