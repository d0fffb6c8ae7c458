package io.github.electra4j.task.tagging;

import java.util.ArrayList;
import java.util.List;

/** The most probable sequence of labels among those that the scheme allows (Viterbi's algorithm): so that no chunk goes on that has not begun. */
final class SoundTags {
    /** Whether a label may stand behind another, {@code [before][after]}; behind the labels comes what stands outside of the sentence. */
    private final boolean[][] allowed;

    SoundTags(List<String> labels, TagScheme scheme) {
        List<String> all = new ArrayList<>(labels);
        all.add("O");
        allowed = new boolean[all.size()][all.size()];
        for (int i = 0; i < allowed.length; i++) {
            for (int j = 0; j < allowed.length; j++) {
                allowed[i][j] = scheme.allows(all.get(i), all.get(j));
            }
        }
    }

    /**
     * Ids of the labels of a sentence.
     *
     * @param logs logs of the labels' probabilities, {@code [words][labels]}
     */
    int[] of(double[][] logs) {
        int n = logs.length;
        int k = allowed.length - 1;
        double[][] best = new double[n][k];
        int[][] from = new int[n][k];
        for (int w = 0; w < n; w++) {
            for (int to = 0; to < k; to++) {
                best[w][to] = Double.NEGATIVE_INFINITY;
                if (w == 0) {
                    best[w][to] = allowed[k][to] ? logs[w][to] : Double.NEGATIVE_INFINITY;
                    continue;
                }
                for (int i = 0; i < k; i++) {
                    if (best[w - 1][i] + logs[w][to] > best[w][to] && allowed[i][to]) {
                        best[w][to] = best[w - 1][i] + logs[w][to];
                        from[w][to] = i;
                    }
                }
            }
        }
        int[] path = new int[n];
        for (int w = n - 1; w >= 0; w--) {
            path[w] = w == n - 1 ? last(best[w]) : from[w + 1][path[w + 1]];
        }
        return path;
    }

    /**
     * Logs of the labels' probabilities of a word.
     *
     * @param start index of its first score
     * @param labels how many there are
     */
    static double[] logSoftmax(float[] scores, int start, int labels) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + labels; i++) {
            greatest = Math.max(greatest, scores[i]);
        }
        double total = 0;
        for (int i = start; i < start + labels; i++) {
            total += Math.exp(scores[i] - greatest);
        }
        double[] logs = new double[labels];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = scores[start + i] - greatest - Math.log(total);
        }
        return logs;
    }

    /** The best label that may end a sentence. */
    private int last(double[] best) {
        int last = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < best.length; i++) {
            if (best[i] > most && allowed[i][best.length]) {
                most = best[i];
                last = i;
            }
        }
        return last;
    }
}
