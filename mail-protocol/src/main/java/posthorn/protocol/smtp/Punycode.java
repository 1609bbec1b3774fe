package posthorn.protocol.smtp;

/** The encoding of Unicode in host names: RFC 3492, with the parameters of its §5. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    private Punycode() {}

    /** Encodes one label; §6.3. Labels have at most 63 characters: nothing in here overflows. */
    static String encode(String label) {
        int[] input = label.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (int c : input) {
            if (c < INITIAL_N) {
                out.append((char) c);
            }
        }
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        new Encoding(input, out, basic).run();
        return out.toString();
    }

    /** The walk over the code points above 127, in the order of their value. */
    private static final class Encoding {
        private final int[] input;
        private final StringBuilder out;
        private final int basic;
        private int handled;
        private int delta;
        private int bias = INITIAL_BIAS;

        Encoding(int[] input, StringBuilder out, int basic) {
            this.input = input;
            this.out = out;
            this.basic = basic;
            this.handled = basic;
        }

        void run() {
            int n = INITIAL_N;
            while (handled < input.length) {
                int next = nextAbove(n);
                delta += (next - n) * (handled + 1);
                n = next;
                passAll(n);
                delta++;
                n++;
            }
        }

        private int nextAbove(int n) {
            int next = Integer.MAX_VALUE;
            for (int c : input) {
                if (c >= n && c < next) {
                    next = c;
                }
            }
            return next;
        }

        private void passAll(int n) {
            for (int c : input) {
                if (c < n) {
                    delta++;
                } else if (c == n) {
                    number(delta);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
        }

        private void number(int value) {
            int q = value;
            for (int k = BASE; ; k += BASE) {
                int t = Math.clamp(k - bias, T_MIN, T_MAX);
                if (q < t) {
                    out.append(digit(q));
                    return;
                }
                out.append(digit(t + (q - t) % (BASE - t)));
                q = (q - t) / (BASE - t);
            }
        }

        private static int adapt(int delta, int points, boolean first) {
            int d = first ? delta / DAMP : delta / 2;
            d += d / points;
            int k = 0;
            while (d > ((BASE - T_MIN) * T_MAX) / 2) {
                d /= BASE - T_MIN;
                k += BASE;
            }
            return k + (BASE - T_MIN + 1) * d / (d + SKEW);
        }

        private static char digit(int value) {
            return (char) (value < 26 ? 'a' + value : '0' + value - 26);
        }
    }
}
