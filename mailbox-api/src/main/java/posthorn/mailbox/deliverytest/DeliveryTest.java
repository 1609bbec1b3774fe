package posthorn.mailbox.deliverytest;

import java.util.ArrayList;
import java.util.List;

/**
 * A test of an account's mail, and how far it is.
 *
 * @param account id of the account
 * @param id random; names this test among those of the account
 * @param started milliseconds since 1970, UTC
 * @param steps one for each {@link Part}, in their order
 * @param version counts its changes
 */
public record DeliveryTest(
        String account, String id, long started, List<Step> steps, long version) {

    /** Keeps the list from changing. */
    public DeliveryTest {
        steps = List.copyOf(steps);
    }

    /** What is tried, in this order. */
    public enum Part {
        /** The message is given to the port at which mail programs send. */
        SEND,
        /** It is read by IMAP. */
        IMAP,
        /** It is read by POP3. */
        POP3
    }

    /** What came of a step. */
    public enum Outcome {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        SKIPPED;

        /** Whether nothing more comes of it. */
        public boolean isOver() {
            return this != WAITING && this != RUNNING;
        }
    }

    /** Why it came so; each has its words ({@link TestWords}). */
    public enum Reason {
        /** It is not over. */
        NONE,
        /** The message was taken. */
        SENT,
        /** The message was read. */
        READ,
        /** Its switch is off, or the installation does not offer it. */
        SWITCHED_OFF,
        /** A step before it failed. */
        EARLIER_STEP,
        /** Nobody answers there. */
        UNREACHABLE,
        /** The sign-in was refused. */
        SIGN_IN_REFUSED,
        /** Something else was refused. */
        REFUSED,
        /** The message did not come in time. */
        NOT_THERE,
        /** Whoever ran the test is gone. */
        STOPPED
    }

    /**
     * A step.
     *
     * @param detail what the server said; empty: nothing that helps
     */
    public record Step(Part part, Outcome outcome, Reason reason, String detail) {}

    /** A test that begins. */
    public static DeliveryTest begun(String account, String id, long now, long version) {
        List<Step> steps = new ArrayList<>();
        for (Part part : Part.values()) {
            steps.add(new Step(part, Outcome.WAITING, Reason.NONE, ""));
        }
        return new DeliveryTest(account, id, now, steps, version);
    }

    /** Whether all its steps are over. */
    public boolean isDone() {
        return steps.stream().allMatch(step -> step.outcome().isOver());
    }

    /** The same, one step further. */
    public DeliveryTest with(Step next) {
        return new DeliveryTest(
                account,
                id,
                started,
                steps.stream().map(step -> step.part() == next.part() ? next : step).toList(),
                version + 1);
    }

    /** The same, its open steps given up. */
    public DeliveryTest stopped() {
        return new DeliveryTest(
                account,
                id,
                started,
                steps.stream()
                        .map(step ->
                                step.outcome().isOver()
                                        ? step
                                        : new Step(step.part(), Outcome.FAILED, Reason.STOPPED, ""))
                        .toList(),
                version + 1);
    }
}
