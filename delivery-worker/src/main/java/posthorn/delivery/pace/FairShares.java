package posthorn.delivery.pace;

import java.util.Arrays;

/**
 * Divides a bound: nobody gets more than they want, and nobody less than another one who gets more
 * (max-min fairness). What cannot be divided goes to those who stand first.
 */
final class FairShares {

    private FairShares() {}

    /** Shares of whole things. */
    static int[] of(int total, int[] wants) {
        int[] shares = new int[wants.length];
        int left = total;
        boolean given = true;
        while (left > 0 && given) {
            given = false;
            for (int i = 0; i < wants.length && left > 0; i++) {
                if (shares[i] < wants[i]) {
                    shares[i]++;
                    left--;
                    given = true;
                }
            }
        }
        return shares;
    }

    /** Shares of what can be divided. */
    static double[] of(double total, double[] wants) {
        double[] shares = new double[wants.length];
        double[] sorted = wants.clone();
        Arrays.sort(sorted);
        double left = total;
        double level = 0;
        for (int i = 0; i < sorted.length; i++) {
            level = Math.min(sorted[i], left / (sorted.length - i));
            left -= level;
        }
        for (int i = 0; i < wants.length; i++) {
            shares[i] = Math.min(wants[i], level);
        }
        return shares;
    }
}
