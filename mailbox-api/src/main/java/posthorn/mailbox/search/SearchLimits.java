package posthorn.mailbox.search;

import java.time.Duration;

/**
 * What a search may cost.
 *
 * @param longestTerm characters of a text that is looked for
 * @param mostKeys keys of one search, those within others included
 * @param mostTexts keys of one search that look into messages: each reads all of a message
 * @param atOnce searches that may be under way
 * @param atOnceOfAccount searches of one account that may be under way
 * @param longest how long a search may take
 */
public record SearchLimits(
        int longestTerm,
        int mostKeys,
        int mostTexts,
        int atOnce,
        int atOnceOfAccount,
        Duration longest) {}
