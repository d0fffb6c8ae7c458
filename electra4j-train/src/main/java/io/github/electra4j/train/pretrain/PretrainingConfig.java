package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.optim.LearningRate.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a pre-training run beside its data and seed, as plain values; the JSON keys are these names in snake case.
 * Defaults and their sources stand in the files of {@code config/}.
 *
 * @param embeddingSize E, width of the embeddings
 * @param hiddenSize H of the discriminator
 * @param layers of the discriminator
 * @param heads of the discriminator
 * @param intermediateSize of the discriminator's feed-forward layers
 * @param maxPositions longest sequence the model can read later
 * @param norm POST as published, or PRE
 * @param positions LEARNED as published, or ROTARY
 * @param hiddenDropout dropout of hidden states, both networks
 * @param attentionDropout dropout of attention weights, both networks
 * @param generatorSize fraction of hidden, heads and feed-forward that the generator has; the explicit sizes below override
 * @param generatorHiddenSize width of the generator, or null for the fraction
 * @param generatorLayers layers of the generator, or null for as many as the discriminator
 * @param generatorHeads heads of the generator, or null for max(1, heads x fraction)
 * @param generatorIntermediateSize feed-forward width of the generator, or null for the fraction
 * @param embeddings how the discriminator stands to the generator's embeddings
 * @param strategy the order of training
 * @param generatorShare two-stage only: share of the steps that train the generator alone
 * @param freezeGenerator two-stage only: whether the generator stays as it is in the second stage
 * @param generatorWeight weight of the generator's loss
 * @param discriminatorWeight weight of the discriminator's loss (lambda of the paper's section 3.1)
 * @param correctiveWeight weight of a loss for naming the original token at the chosen positions, by the
 *     discriminator's encoder (corrective language modelling: Meng et al., COCO-LM, 2021); 0 for none
 * @param maskShare share of tokens chosen
 * @param maskTokenShare share of the chosen that become [MASK]; the others stay as they are
 * @param maskWithReplacement the authors' quirk: positions are drawn with replacement
 * @param temperature of the generator's softmax when replacements are drawn
 * @param disallowCorrect whether the original token cannot be drawn
 * @param length longest example in training, in tokens
 * @param batch examples a step
 * @param accumulation parts into which a step's batch is split, one after the other, to save memory
 * @param gradientCheckpointing whether layers are run again in the backward pass, a third more work, to save memory
 * @param steps number of steps
 * @param learningRate peak rate, of the discriminator where the generator has its own
 * @param generatorLearningRate peak rate of the generator, with an optimiser of its own; null for one optimiser
 * @param secondStageRate two-stage only: factor on the discriminator's rate in the second stage
 * @param schedule the way of the rate
 * @param warmup steps of warm-up
 * @param warmupCap share of a stage's steps that warm-up may take at most, so that a short run reaches its rate
 * @param weightDecay decoupled, on everything but biases and LayerNorms
 * @param adamBeta1 decay of the first moment
 * @param adamBeta2 decay of the second moment
 * @param adamEpsilon added to the root of the second moment
 * @param clip largest gradient norm
 * @param biasCorrection whether Adam corrects its moments; the authors' does not
 * @param initializerRange standard deviation of the first weights
 * @param frequencyBias whether the output bias starts at the log of each piece's share of the examples, so that the
 *     embeddings need not learn word frequency first; the authors' starts at 0
 */
public record PretrainingConfig(
        int embeddingSize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        int maxPositions,
        Norm norm,
        Positions positions,
        double hiddenDropout,
        double attentionDropout,
        double generatorSize,
        @Nullable Integer generatorHiddenSize,
        @Nullable Integer generatorLayers,
        @Nullable Integer generatorHeads,
        @Nullable Integer generatorIntermediateSize,
        Sharing embeddings,
        Strategy strategy,
        double generatorShare,
        boolean freezeGenerator,
        double generatorWeight,
        double discriminatorWeight,
        double correctiveWeight,
        double maskShare,
        double maskTokenShare,
        boolean maskWithReplacement,
        double temperature,
        boolean disallowCorrect,
        int length,
        int batch,
        int accumulation,
        boolean gradientCheckpointing,
        long steps,
        double learningRate,
        @Nullable Double generatorLearningRate,
        double secondStageRate,
        Schedule schedule,
        long warmup,
        double warmupCap,
        double weightDecay,
        double adamBeta1,
        double adamBeta2,
        double adamEpsilon,
        double clip,
        boolean biasCorrection,
        double initializerRange,
        boolean frequencyBias) {

    /** Segments of an example: the first and the second. */
    private static final int TYPES = 2;

    /** LayerNorm's epsilon in every published ELECTRA. */
    private static final double LAYER_NORM_EPSILON = 1e-12;

    public PretrainingConfig {
        between("mask_share", maskShare, 0, 1);
        between("mask_token_share", maskTokenShare, 0, 1);
        between("generator_size", generatorSize, 0, 1);
        between("generator_share", generatorShare, 0, 1);
        between("warmup_cap", warmupCap, 0, 1);
        positive("length", length);
        positive("batch", batch);
        positive("accumulation", accumulation);
        positive("steps", steps);
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature: " + temperature + ", expected more than 0");
        }
        if (length > maxPositions) {
            throw new IllegalArgumentException("length " + length + " is above max_positions " + maxPositions
                    + "; shorten the examples or set max_positions=" + length);
        }
        if (length < 4) {
            throw new IllegalArgumentException("length: " + length + ", expected at least 4");
        }
        if (accumulation > batch) {
            throw new IllegalArgumentException("accumulation " + accumulation + " is above batch " + batch);
        }
        checkHeads("heads", heads, "hidden_size", hiddenSize, positions);
        String fraction = " (where not set: that of the discriminator x generator_size " + generatorSize + ")";
        checkHeads(
                "generator_heads",
                generatorHeads(generatorHeads, heads, generatorSize),
                "generator_hidden_size" + (generatorHiddenSize == null || generatorHeads == null ? fraction : ""),
                fraction(generatorHiddenSize, hiddenSize, generatorSize),
                positions);
    }

    /** Checks what the attention of one network needs, under the keys of a configuration. */
    private static void checkHeads(String headsKey, int heads, String hiddenKey, int hidden, Positions positions) {
        positive(hiddenKey, hidden);
        positive(headsKey, heads);
        if (hidden % heads != 0) {
            throw new IllegalArgumentException(headsKey + ": " + heads + ", expected a divisor of " + hiddenKey + ", "
                    + hidden + ": each head has an equal part of it; change one of them");
        }
        if (positions == Positions.ROTARY && hidden / heads % 2 != 0) {
            throw new IllegalArgumentException(headsKey + ": " + heads + ", expected an even number for each head of "
                    + hiddenKey + ", found " + hidden / heads + ": rotary positions turn pairs; change one of them");
        }
    }

    private static int fraction(@Nullable Integer explicit, int whole, double fraction) {
        return explicit != null ? explicit : (int) Math.round(whole * fraction);
    }

    private static int generatorHeads(@Nullable Integer explicit, int heads, double fraction) {
        return explicit != null ? explicit : Math.max(1, fraction(null, heads, fraction));
    }

    private static void between(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + ": " + value + ", expected " + low + " to " + high);
        }
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + ", expected at least 1");
        }
    }

    /** Shape of the discriminator. */
    public ElectraConfig discriminator(int vocabularySize, int padId) {
        return shape(vocabularySize, padId, hiddenSize, layers, heads, intermediateSize);
    }

    /** Shape of the generator. */
    public ElectraConfig generator(int vocabularySize, int padId) {
        return shape(
                vocabularySize,
                padId,
                fraction(generatorHiddenSize, hiddenSize, generatorSize),
                generatorLayers != null ? generatorLayers : layers,
                generatorHeads(generatorHeads, heads, generatorSize),
                fraction(generatorIntermediateSize, intermediateSize, generatorSize));
    }

    private ElectraConfig shape(int vocabularySize, int padId, int hidden, int depth, int headCount, int intermediate) {
        return new ElectraConfig(
                vocabularySize,
                embeddingSize,
                hidden,
                depth,
                headCount,
                intermediate,
                maxPositions,
                TYPES,
                hiddenDropout,
                attentionDropout,
                LAYER_NORM_EPSILON,
                initializerRange,
                padId,
                norm,
                positions);
    }

    /** Steps of the first stage of two-stage training, 0 for joint. */
    public long generatorSteps() {
        return switch (strategy) {
            case JOINT -> 0;
            case TWO_STAGE -> Math.max(1, Math.round(steps * generatorShare));
            case GENERATOR_ONLY -> steps;
        };
    }
}
