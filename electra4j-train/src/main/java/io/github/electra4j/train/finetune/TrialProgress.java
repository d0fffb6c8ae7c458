package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.checkpoint.StateStore;
import io.github.electra4j.train.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far a training is, beside its weights and moments: all that going on needs to end with the same result. */
final class TrialProgress {
    private static final String BEST = "best";
    private static final String BEST_SCORES = "best_scores";

    long step;
    long tokens;
    long skipped;
    double seconds;
    /** Loss of the epoch that has begun, summed over its texts. */
    double lossSum;

    final List<Trial.Epoch> epochs = new ArrayList<>();
    /** Number from 1 of the best epoch; 0 before the first. */
    int bestEpoch;
    /** Flat weights of the best epoch, kept only where it may differ from the last. */
    float[] best = {};
    /** Scores of the rows to choose on in the best epoch. */
    float[] bestScores = {};

    /** Saves it with what the tuner holds. */
    void save(StateStore store, FineTuner tuner) throws IOException {
        try (Scope scope = new Scope()) {
            save(store, tuner.state());
        }
    }

    private void save(StateStore store, List<NamedTensor> state) throws IOException {
        List<NamedTensor> tensors = new ArrayList<>(state);
        tensors.add(NamedTensor.ofFloats(BEST, new long[] {best.length}, best));
        tensors.add(NamedTensor.ofFloats(BEST_SCORES, new long[] {bestScores.length}, bestScores));
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("tokens", tokens);
        meta.put("skipped", skipped);
        meta.put("seconds", seconds);
        meta.put("loss_sum", Double.toString(lossSum));
        meta.put("best_epoch", bestEpoch);
        // As text, because JSON has no number for a figure that is undefined.
        meta.put(
                "epochs",
                epochs.stream()
                        .map(e -> List.of(Double.toString(e.loss()), Double.toString(e.selection())))
                        .toList());
        store.save(step, tensors, meta);
    }

    /** Restores what was saved last, here and in the tuner; nothing where nothing was. Returns warnings for the user. */
    List<String> restore(StateStore store, FineTuner tuner) throws IOException {
        StateStore.Loaded loaded = store.loadNewest();
        if (loaded == null) {
            return List.of();
        }
        try (loaded) {
            SafeTensors tensors = loaded.tensors();
            tuner.restore(tensors);
            best = tensors.floats(BEST);
            bestScores = tensors.floats(BEST_SCORES);
            step = loaded.step();
            tokens = number(loaded, "tokens").longValue();
            skipped = number(loaded, "skipped").longValue();
            seconds = number(loaded, "seconds").doubleValue();
            lossSum = Double.parseDouble(String.valueOf(loaded.meta().get("loss_sum")));
            bestEpoch = number(loaded, "best_epoch").intValue();
            for (Object epoch : (List<?>) loaded.meta().getOrDefault("epochs", List.of())) {
                List<?> pair = (List<?>) epoch;
                epochs.add(new Trial.Epoch(
                        Double.parseDouble(String.valueOf(pair.get(0))),
                        Double.parseDouble(String.valueOf(pair.get(1)))));
            }
            return loaded.warnings();
        }
    }

    private static Number number(StateStore.Loaded loaded, String key) throws IOException {
        if (loaded.meta().get(key) instanceof Number number) {
            return number;
        }
        throw new IOException(loaded.tensors().file() + ": no " + key
                + " in the training state; it is of another version of electra4j: remove the folder to start again");
    }
}
