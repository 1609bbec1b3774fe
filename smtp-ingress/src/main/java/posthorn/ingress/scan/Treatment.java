package posthorn.ingress.scan;

import posthorn.ingress.session.ScanResult.Outcome;

/** What is done with a message that a scanner has an opinion of. */
public enum Treatment {
    /** It is taken as any other. */
    ACCEPT(Outcome.CLEAN),
    /** It is taken, into the mailbox for junk. */
    JUNK(Outcome.JUNK),
    /** It is told to come again. */
    DEFER(Outcome.DEFER),
    /** It is refused. */
    REJECT(Outcome.SPAM);

    private final Outcome outcome;

    Treatment(Outcome outcome) {
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
