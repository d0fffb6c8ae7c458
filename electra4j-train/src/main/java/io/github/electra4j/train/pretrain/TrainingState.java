package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.DType;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.StateStore;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done, beside its weights and moments; all that is needed to go on. Random numbers and the order of examples are
 * functions of the step, so they need no state.
 *
 * @param step steps done
 * @param tokens tokens seen, padding not counted
 * @param flops operations spent, counted from shapes
 * @param seconds of training, pauses not counted
 * @param skipped steps whose gradient was not a number
 * @param broken how many of them were the last ones, in a row
 */
record TrainingState(long step, long tokens, double flops, double seconds, long skipped, long broken) {
    private static final List<String> NAMES = List.of("parameters", "adam.first", "adam.second");

    static TrainingState none() {
        return new TrainingState(0, 0, 0, 0, 0, 0);
    }

    /** Bytes of a state on disk. */
    static long bytes(Learner learner) {
        return bytes(learner.parameters().size());
    }

    /** Bytes of a state of so many parameters on disk. */
    static long bytes(long parameters) {
        return NAMES.size() * parameters * Float.BYTES;
    }

    void save(StateStore store, Learner learner) throws IOException {
        try (Scope scope = new Scope()) {
            List<NamedTensor> tensors = new ArrayList<>();
            List<Tensor> state = learner.state();
            for (int i = 0; i < NAMES.size(); i++) {
                Tensor tensor = state.get(i);
                tensors.add(
                        new NamedTensor(NAMES.get(i), DType.F32, new long[] {tensor.numel()}, Tensors.bytes(tensor)));
            }
            store.save(
                    step,
                    tensors,
                    Map.of("tokens", tokens, "flops", flops, "seconds", seconds, "skipped", skipped, "broken", broken));
        }
    }

    /** Puts a saved state into the learner, and gives what it had done. */
    static TrainingState restore(StateStore.Loaded loaded, Learner learner) throws IOException {
        for (int i = 0; i < NAMES.size(); i++) {
            Tensors.restore(learner.state().get(i), loaded.tensors().bytes(NAMES.get(i)));
        }
        learner.parameters().refresh(0, learner.parameters().size());
        learner.resumeAt(loaded.step());
        return new TrainingState(
                loaded.step(),
                number(loaded.meta().get("tokens")).longValue(),
                number(loaded.meta().get("flops")).doubleValue(),
                number(loaded.meta().get("seconds")).doubleValue(),
                number(loaded.meta().get("skipped")).longValue(),
                number(loaded.meta().get("broken")).longValue());
    }

    private static Number number(@Nullable Object value) {
        return value instanceof Number n ? n : 0;
    }
}
