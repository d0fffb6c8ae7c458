package io.github.electra4j.train.plan;

import io.github.electra4j.train.tensor.MatrixMultiplication;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Tensors;

/**
 * What matrix multiplication reaches on a device, as a ceiling for training.
 *
 * @param precision of the factors
 * @param threads that multiply side by side
 * @param flopsPerSecond best of some rounds, all threads together
 */
public record MachineMeasurement(Precision precision, int threads, double flopsPerSecond) {
    private static final int ROUNDS = 5;

    /** Measures for about half a second, with a matrix shape of ELECTRA-Small's feed-forward layer. */
    public static MachineMeasurement of(Tensors tensors, Replicas replicas) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double sum = replicas.run(thread -> MatrixMultiplication.flopsPerSecond(tensors)).stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            best = Math.max(best, sum);
        }
        return new MachineMeasurement(tensors.precision(), replicas.count(), best);
    }

    /** Measures with so many threads. */
    public static MachineMeasurement of(Tensors tensors, int threads) {
        try (Replicas replicas = new Replicas(threads)) {
            return of(tensors, replicas);
        }
    }
}
