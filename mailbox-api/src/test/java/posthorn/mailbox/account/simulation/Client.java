package posthorn.mailbox.account.simulation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Facts;
import posthorn.mailbox.account.FlagMode;
import posthorn.mailbox.account.NewMessage;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.UidSet;

/**
 * Somebody who does one thing after another to an account, and asks again under the same key until
 * it is told.
 */
final class Client {
    private static final long PATIENCE = 3_000 * Timeline.MILLI;
    private static final List<FlagMode> MODES = List.of(FlagMode.values());
    private static final long GIVES_UP = 8_000 * Timeline.MILLI;

    private final World world;
    private final Timeline time;
    private final String account;
    private final String name;
    private int commands;
    private int bodies;
    private int repeats;
    private boolean idle = true;

    /** One command, with all attempts. */
    private final class Errand {
        final Command command;
        final long begun = time.now();
        int attempt;
        boolean over;
        boolean isRepeat;
        final boolean calm = world.isCalm();

        Errand(Command command) {
            this.command = command;
        }
    }

    Client(World world, String account, String name) {
        this.world = world;
        time = world.time();
        this.account = account;
        this.name = name;
    }

    boolean isIdle() {
        return idle && repeats == 0;
    }

    void next() {
        if (world.isClosing()) {
            idle = true;
            return;
        }
        idle = false;
        var errand = new Errand(command());
        if (errand.command instanceof Command.EmptyMaildrop empty) {
            world.history().removing(account, empty.uids());
        }
        attempt(errand);
    }

    private void attempt(Errand errand) {
        int attempt = ++errand.attempt;
        send(errand, attempt);
        boolean keyed = !errand.command.key().isEmpty();
        if (keyed && time.chance(0.05)) {
            send(errand, attempt);
        }
        time.after(PATIENCE, () -> again(errand, attempt));
    }

    private void send(Errand errand, int attempt) {
        var command = MessageContent.attempt(errand.command, ++bodies);
        var pod = time.chance(0.7) ? world.home(account) : world.anyPod();
        int life = pod.life();
        long deadline = time.now() + PATIENCE;
        Runnable arrive =
                () -> {
                    // A call past its deadline is not begun.
                    if (time.now() <= deadline) {
                        pod.submit(account, command, caller(errand, attempt));
                    }
                };
        time.after(time.between(0.2, 2), () -> pod.later(life, arrive));
    }

    private Pod.Caller caller(Errand errand, int attempt) {
        return new Pod.Caller() {
            @Override
            public void answered(Result result) {
                world.truth().acknowledged(account, errand.command, result);
                time.after(time.between(0.2, 2), () -> told(errand, result));
            }

            @Override
            public void unavailable() {
                time.after(time.between(20, 200), () -> again(errand, attempt));
            }
        };
    }

    private void told(Errand errand, Result result) {
        world.history().told(account, errand.command, result);
        if (!errand.over && !errand.command.key().isEmpty() && time.chance(0.05)) {
            repeats++;
            time.after(time.between(300, 2_500), () -> repeat(errand.command));
        }
        end(errand);
    }

    /** Sends a command again that was answered: the answer has to be the same. */
    private void repeat(Command command) {
        var errand = new Errand(command);
        errand.isRepeat = true;
        attempt(errand);
    }

    /** Nothing is known after an attempt. */
    private void again(Errand errand, int attempt) {
        if (errand.over || attempt != errand.attempt) {
            return;
        }
        boolean delivery = errand.command instanceof Command.Deliver;
        boolean late = time.now() - errand.begun > GIVES_UP && !delivery;
        if (errand.calm && (late || time.now() - errand.begun > 20 * Timeline.SECOND)) {
            throw new Violation("Nothing fails, and yet there is no answer to " + errand.command);
        }
        if (errand.command.key().isEmpty() || late || errand.isRepeat) {
            world.history().gaveUp();
            end(errand);
        } else if (delivery && time.chance(0.1) && !world.isCalm()) {
            // As a queue does: much later, perhaps after the key is forgotten.
            errand.attempt++;
            int later = errand.attempt;
            time.after(time.between(5_000, 40_000), () -> again(errand, later));
        } else {
            attempt(errand);
        }
    }

    private void end(Errand errand) {
        if (!errand.over && errand.isRepeat) {
            errand.over = true;
            repeats--;
        } else if (!errand.over) {
            errand.over = true;
            time.after(time.between(10, 120), this::next);
        }
    }

    private String key() {
        return time.chance(0.15) ? "" : "k" + name + "-" + commands;
    }

    private Command command() {
        commands++;
        int dice = time.below(100);
        if (dice < 25) {
            var box = time.chance(0.5) ? "INBOX" : "Archive";
            return new Command.Deliver("d" + name + "-" + commands, box, message(), time.millis());
        }
        if (dice < 50) {
            return new Command.Append(key(), box(), message());
        }
        return dice < 80 ? onMessages(dice) : onMailboxes(dice);
    }

    private String box() {
        return List.of("INBOX", "Archive", "Trash", "Trash", "Trash").get(time.below(5));
    }

    private NewMessage message() {
        return new NewMessage(
                "b" + name + "-" + commands + "-0",
                10 + time.below(90),
                time.millis(),
                time.chance(0.3) ? List.of("\\Seen", "key" + time.below(12)) : List.of(),
                Facts.of(new byte[] {(byte) commands, (byte) (commands >> 8)}));
    }

    private Command onMessages(int dice) {
        long trash = 6;
        long first = 1L + time.below(Math.max(1, commands * 2));
        var some = UidSet.range(first, first + time.below(25));
        if (dice < 60) {
            var mode = MODES.get(time.below(3));
            var flag = time.chance(0.5) ? "\\Deleted" : "key" + time.below(12);
            var since =
                    time.chance(0.3) ? OptionalLong.of(time.below(2_000)) : OptionalLong.empty();
            long box = time.chance(0.7) ? trash : 2;
            return new Command.StoreFlags(key(), box, some, mode, List.of(flag), since);
        }
        if (dice < 68) {
            return new Command.Expunge(key(), trash, time.chance(0.5) ? UidSet.EMPTY : some);
        }
        if (dice < 76) {
            return new Command.CopyMessages(key(), trash, some, "Junk", time.chance(0.6));
        }
        return dice < 78
                ? new Command.Expunge(key(), 5, UidSet.EMPTY)
                : new Command.StoreFlags(
                        key(),
                        5,
                        UidSet.all(),
                        FlagMode.ADD,
                        List.of("\\Deleted"),
                        OptionalLong.empty());
    }

    private Command onQuota() {
        var limits = new QuotaLimits(3_000 + time.below(100_000), time.below(2) * 300L);
        return switch (time.below(4)) {
            case 0 -> new Command.SetQuota(key(), limits);
            case 1 -> new Command.SetQuota(key(), Optional.empty());
            case 2 -> new Command.InheritQuota(key(), limits, time.below(2_000));
            default ->
                    new Command.WarnOfQuota(
                            key(),
                            time.chance(0.5) ? QuotaLevel.NEARLY_FULL : QuotaLevel.ALMOST_FULL,
                            message());
        };
    }

    private Command onMailboxes(int dice) {
        var box = "box/" + time.below(4) + "/" + time.below(4);
        return switch (dice - 80) {
            case 0, 1, 2 -> new Command.CreateMailbox(key(), box, "");
            case 3, 4 -> new Command.DeleteMailbox(key(), box);
            case 5 ->
                    new Command.RenameMailbox(
                            key(), "box/" + time.below(4), "box/" + time.below(8));
            case 6, 7 -> new Command.Subscribe(key(), box, time.chance(0.5));
            case 8, 9, 10 -> new Command.TakeRecent(key(), 1 + time.below(6));
            case 11, 12 -> new Command.LockMaildrop(key(), "t" + time.below(3));
            case 13 -> new Command.UnlockMaildrop(key(), "t" + time.below(3));
            case 14, 15 ->
                    new Command.EmptyMaildrop(
                            key(),
                            "t" + time.below(3),
                            UidSet.of(1 + time.below(Math.max(1, commands))));
            case 16 -> onQuota();
            default -> new Command.Append(key(), "Trash", message());
        };
    }
}
