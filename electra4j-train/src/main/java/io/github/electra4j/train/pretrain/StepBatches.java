package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.BatchLoader;
import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.examples.ShortExamples;
import io.github.electra4j.examples.TextHalves;
import io.github.electra4j.vocab.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * The batch of each step: a function of its number, with examples cut short as long as the curriculum has it, and in two where parts are
 * contrasted.
 */
public final class StepBatches {
    private final BatchLoader loader;
    private final PretrainingConfig config;
    private final @Nullable ShortExamples shortened;
    private final TextHalves halves;

    /** The batches of a run. */
    public StepBatches(PretrainingConfig config, Vocabulary vocabulary, ExampleSource examples, long seed) {
        this.config = config;
        loader = new BatchLoader(examples, config.batch(), seed, vocabulary.padId(), true);
        Integer first = config.firstLength();
        shortened = first == null ? null : new ShortExamples(first, vocabulary);
        halves = new TextHalves(vocabulary);
    }

    /**
     * The batch of a step.
     *
     * @param number from 1
     */
    public Batch at(long number) {
        return inParts(number <= config.firstLengthSteps() ? shortened(number) : whole(number), number);
    }

    /** The batch of a step if examples had their whole length then: what all steps read behind a curriculum of lengths, and a measurement. */
    public Batch atFullLength(long number) {
        return inParts(whole(number), number);
    }

    private Batch inParts(Batch batch, long number) {
        return config.contrastsAt(number) ? halves(batch) : batch;
    }

    /** A batch as a step that contrasts reads it: in two parts a text; as it is in a run without such steps. */
    public Batch halves(Batch batch) {
        return config.contrastiveWeight() == null ? batch : halves.cut(batch);
    }

    /** The batch of a step as it is once examples have their whole length. */
    public Batch whole(long number) {
        return loader.batch(number - 1);
    }

    /** The batch of a step as it is while examples are short; the whole one where they never are. */
    public Batch shortened(long number) {
        Batch batch = whole(number);
        return shortened == null ? batch : shortened.cut(batch);
    }
}
