package posthorn.mailbox.search;

import posthorn.mailbox.account.columns.Segment;

/**
 * A message that matches, or that has to be read to know.
 *
 * @param octets of the message
 * @param body name of its body
 */
record Candidate(
        long uid,
        long modSeq,
        long octets,
        String body,
        MessageMatcher matcher,
        MatchResult result) {

    static Candidate of(Segment segment, int row, MessageMatcher matcher, Criterion criterion) {
        return new Candidate(
                segment.uid(row),
                segment.flagColumns().modSeqs()[row],
                segment.columns().sizes()[row],
                segment.columns().bodies().get(row),
                matcher,
                matcher.matches(criterion));
    }

    boolean isOpen() {
        return result == MatchResult.OPEN;
    }

    /** The same, decided. */
    Candidate decided(MatchResult known) {
        return new Candidate(uid, modSeq, octets, body, matcher, known);
    }
}
