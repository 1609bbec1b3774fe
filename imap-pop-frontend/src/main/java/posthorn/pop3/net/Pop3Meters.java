package posthorn.pop3.net;

import io.micrometer.core.instrument.MeterRegistry;
import posthorn.pop3.Pop3Verb;
import posthorn.runtime.metrics.CommandMeters;

/** What all POP3 connections are measured with. Safe for all threads. */
final class Pop3Meters {

    /** What an answer begins with (RFC 1939 §3). */
    private enum Indicator {
        OK("ok"),
        ERR("err");

        private final String word;

        Indicator(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final CommandMeters<Pop3Verb, Indicator> commands;

    Pop3Meters(MeterRegistry meters) {
        this.commands =
                new CommandMeters<>(
                        meters,
                        "pop3",
                        Pop3Verb.class,
                        Pop3Verb::word,
                        Indicator.class,
                        Indicator::word);
    }

    /** The client was told this; a challenge of a sign-in is no answer yet. */
    void answered(Pop3Verb verb, long since, String text) {
        if (text.startsWith("+OK") || text.startsWith("-ERR")) {
            commands.took(verb, since);
            commands.told(text.startsWith("+OK") ? Indicator.OK : Indicator.ERR);
        }
    }
}
