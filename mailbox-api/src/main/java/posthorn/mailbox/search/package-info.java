/**
 * SEARCH (RFC 3501 §6.4.4). The keys are read once ({@link posthorn.mailbox.search.SearchPlan}),
 * then asked of each message by as much of it as it takes: first the columns (flags, dates, sizes,
 * mod-sequences), then, where the answer still depends on it, the facts (envelope), then header and
 * text of the stored message. What is read takes room from a budget, in a share for each account;
 * long searches, long terms and many searches at once are refused.
 */
@NullMarked
package posthorn.mailbox.search;

import org.jspecify.annotations.NullMarked;
