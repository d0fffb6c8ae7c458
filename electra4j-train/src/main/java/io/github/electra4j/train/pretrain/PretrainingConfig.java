package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.optim.LearningRate.Schedule;
import io.github.electra4j.train.optim.Optimizer.Matrices;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a pre-training run beside its data and seed, as plain values; the JSON keys are these names in snake case.
 * Defaults and their sources stand in the files of {@code config/}.
 *
 * @param embeddingSize E, width of the embeddings
 * @param hiddenSize H of the discriminator
 * @param layers of the discriminator
 * @param heads of the discriminator
 * @param intermediateSize of the discriminator's feed-forward layers; of gated ones, the width of each half
 * @param maxPositions longest sequence the model can read later
 * @param norm POST as published, PRE, or SANDWICH
 * @param positions LEARNED as published, or ROTARY
 * @param biases whether the linear maps of the encoders' layers have biases; as published, they have
 * @param feedForward GELU as published, or GEGLU
 * @param hiddenDropout dropout of hidden states, both networks
 * @param attentionDropout dropout of attention weights, both networks
 * @param generatorSize fraction of hidden, heads and feed-forward that the generator has; the explicit sizes below override
 * @param generatorHiddenSize width of the generator, or null for the fraction
 * @param generatorLayers layers of the generator, or null for as many as the discriminator
 * @param generatorHeads heads of the generator, or null for max(1, heads x fraction)
 * @param generatorIntermediateSize feed-forward width of the generator, or null for the fraction
 * @param embeddings how the discriminator stands to the generator's embeddings
 * @param tied whether both networks have one encoder, embeddings and all (paper, section 3.2, "weight sharing")
 * @param objective what the network that is kept learns
 * @param replacements where the pieces come from that chosen positions are filled with
 * @param strategy the order of training
 * @param generatorShare two-stage only: share of the steps that train the generator alone
 * @param startFromGenerator two-stage only: whether the discriminator starts from the generator's weights; the paper's did not learn
 *     without (section 3.2)
 * @param freezeGenerator two-stage only: whether the generator stays as it is in the second stage
 * @param generatorWeight weight of the generator's loss
 * @param discriminatorWeight weight of the discriminator's loss (lambda of the paper's section 3.1)
 * @param correctiveWeight weight of a loss for naming the original token at the chosen positions, by the
 *     discriminator's encoder (corrective language modelling: Meng et al., COCO-LM, 2021); 0 for none
 * @param contrastiveWeight weight of a loss for telling which other part of the batch is of the same text (after Meng et al., COCO-LM, 2021,
 *     section 3.3, and Giorgi et al., DeCLUTR, 2021), in steps of the network that is kept, which then read each example in two; null for none
 * @param contrastiveShare share of those steps in which it is there, from their first, or null for all
 * @param maskShare share of tokens chosen, at the first step; for Electric the probability that one is
 * @param finalMaskShare share of tokens chosen at the last step, on a line from the first; null for as many throughout (Ankner et al.,
 *     Dynamic Masking Rate Schedules for MLM Pretraining, 2024: from 0.3 to 0.15)
 * @param maskUnits what is chosen as a whole: word pieces, whole words, runs of words
 * @param maskTokenShare share of the chosen that become [MASK]; the others stay as they are
 * @param randomTokenShare share of the chosen that become another piece, drawn evenly (BERT: 0.1, with 0.8 masked)
 * @param maskWithReplacement the authors' quirk: positions are drawn with replacement
 * @param temperature of the generator's softmax when replacements are drawn, at the first step that draws them
 * @param temperatureDecay how fast it falls to 1: by exp(-u / decay) at a share u of the steps that draw (Dong et al., Fast-ELECTRA, 2024,
 *     with a frozen generator: from 2, decay 0.1); null for one temperature throughout
 * @param disallowCorrect whether the original token cannot be drawn
 * @param length longest example in training, in tokens
 * @param firstLength longest example at first, in tokens: longer ones are cut into several, so that a step has the same text; null for
 *     {@code length} throughout (Devlin et al., BERT, 2019, appendix A.2: 128 in the first 0.9 of the steps, then 512)
 * @param firstLengthShare share of the steps until examples have their whole length
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
 * @param optimizer what updates the matrices within the networks, everything else being Adam's
 * @param matrixRate with Muon: factor on the rate of what it updates
 * @param weightDecay decoupled, on everything but biases and LayerNorms
 * @param adamBeta1 decay of the first moment
 * @param adamBeta2 decay of the second moment
 * @param adamEpsilon added to the root of the second moment
 * @param clip largest gradient norm; 0 for no clipping
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
        boolean biases,
        FeedForward feedForward,
        double hiddenDropout,
        double attentionDropout,
        double generatorSize,
        @Nullable Integer generatorHiddenSize,
        @Nullable Integer generatorLayers,
        @Nullable Integer generatorHeads,
        @Nullable Integer generatorIntermediateSize,
        Sharing embeddings,
        boolean tied,
        Objective objective,
        Replacements replacements,
        Strategy strategy,
        double generatorShare,
        boolean startFromGenerator,
        boolean freezeGenerator,
        double generatorWeight,
        double discriminatorWeight,
        double correctiveWeight,
        @Nullable Double contrastiveWeight,
        @Nullable Double contrastiveShare,
        double maskShare,
        @Nullable Double finalMaskShare,
        MaskUnits maskUnits,
        double maskTokenShare,
        double randomTokenShare,
        boolean maskWithReplacement,
        double temperature,
        @Nullable Double temperatureDecay,
        boolean disallowCorrect,
        int length,
        @Nullable Integer firstLength,
        double firstLengthShare,
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
        Matrices optimizer,
        double matrixRate,
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

    /**
     * Checks every value, so that nothing of a run is begun, and no text prepared, under a configuration that cannot be trained.
     *
     * @throws IllegalArgumentException whose message begins with the key that is wrong
     */
    public PretrainingConfig {
        Ranges.atLeast("embedding_size", embeddingSize, 1L);
        Ranges.atLeast("layers", layers, 1L);
        Ranges.atLeast("intermediate_size", intermediateSize, 1L);
        Ranges.atLeast("length", length, 1L);
        Ranges.atLeast("batch", batch, 1L);
        Ranges.atLeast("accumulation", accumulation, 1L);
        Ranges.atLeast("steps", steps, 1L);
        Ranges.dropout("hidden_dropout", hiddenDropout);
        Ranges.dropout("attention_dropout", attentionDropout);
        Ranges.above("generator_size", generatorSize, 0);
        Ranges.between("generator_size", generatorSize, 0, 1);
        Ranges.between("generator_share", generatorShare, 0, 1);
        Ranges.atLeast("generator_weight", generatorWeight, 0);
        Ranges.atLeast("discriminator_weight", discriminatorWeight, 0);
        Ranges.atLeast("corrective_weight", correctiveWeight, 0);
        if (contrastiveWeight != null) {
            Ranges.above("contrastive_weight", contrastiveWeight, 0);
        }
        if (contrastiveShare != null) {
            Ranges.between("contrastive_share", contrastiveShare, 0, 1);
        }
        Ranges.above("mask_share", maskShare, 0);
        Ranges.between("mask_share", maskShare, 0, 1);
        if (finalMaskShare != null) {
            Ranges.above("final_mask_share", finalMaskShare, 0);
            Ranges.between("final_mask_share", finalMaskShare, 0, 1);
        }
        Combinations.units(maskUnits, maskWithReplacement);
        Ranges.between("mask_token_share", maskTokenShare, 0, 1);
        Ranges.between("random_token_share", randomTokenShare, 0, 1);
        Combinations.masks(maskTokenShare, randomTokenShare);
        Ranges.above("temperature", temperature, 0);
        if (temperatureDecay != null) {
            Ranges.above("temperature_decay", temperatureDecay, 0);
            if (temperature == 1) {
                throw new IllegalArgumentException(
                        "temperature_decay: a temperature of 1 has nowhere to fall; set temperature=2, or temperature_decay=null");
            }
        }
        Ranges.atLeast("learning_rate", learningRate, 0);
        if (generatorLearningRate != null) {
            Ranges.atLeast("generator_learning_rate", generatorLearningRate, 0);
        }
        Ranges.atLeast("second_stage_rate", secondStageRate, 0);
        Ranges.above("matrix_rate", matrixRate, 0);
        Ranges.atLeast("warmup", warmup, 0L);
        Ranges.between("warmup_cap", warmupCap, 0, 1);
        Ranges.atLeast("weight_decay", weightDecay, 0);
        Ranges.decay("adam_beta1", adamBeta1);
        Ranges.decay("adam_beta2", adamBeta2);
        Ranges.above("adam_epsilon", adamEpsilon, 0);
        Ranges.atLeast("clip", clip, 0);
        Ranges.above("initializer_range", initializerRange, 0);
        if (length > maxPositions) {
            throw new IllegalArgumentException("length: " + length + " is above max_positions " + maxPositions
                    + "; shorten the examples or set max_positions=" + length);
        }
        ExampleOptions.checkLength(length);
        long tokens = (long) batch * length;
        if (steps > Long.MAX_VALUE / tokens) {
            throw new IllegalArgumentException("steps: " + steps + " of " + batch + " x " + length
                    + " tokens are more tokens than can be counted, expected at most " + Long.MAX_VALUE / tokens
                    + " steps");
        }
        if (firstLength != null && (firstLength < 8 || firstLength > length)) {
            throw new IllegalArgumentException(
                    "first_length: " + firstLength + ", expected 8 to length, " + length + ", or null");
        }
        Ranges.between("first_length_share", firstLengthShare, 0, 1);
        if (accumulation > batch) {
            throw new IllegalArgumentException("accumulation: " + accumulation + " is above batch " + batch);
        }
        Ranges.heads("heads", heads, "hidden_size", hiddenSize, positions);
        String fraction = " (where not set: that of the discriminator x generator_size " + generatorSize + ")";
        Ranges.heads(
                "generator_heads",
                generatorHeads(generatorHeads, heads, generatorSize),
                "generator_hidden_size" + (generatorHiddenSize == null || generatorHeads == null ? fraction : ""),
                fraction(generatorHiddenSize, hiddenSize, generatorSize),
                positions);
        Ranges.atLeast(
                "generator_intermediate_size" + (generatorIntermediateSize == null ? fraction : ""),
                (long) fraction(generatorIntermediateSize, intermediateSize, generatorSize),
                1L);
        if (generatorLayers != null) {
            Ranges.atLeast("generator_layers", generatorLayers, 1L);
        }
        Combinations.objective(objective, replacements, strategy, correctiveWeight);
        if (objective == Objective.ELECTRIC) {
            Combinations.noise(replacements, maskShare, maskWithReplacement, disallowCorrect);
            Combinations.singly(finalMaskShare, maskUnits);
        }
        List<Integer> ofGenerator = List.of(
                generatorLayers != null ? generatorLayers : layers,
                fraction(generatorHiddenSize, hiddenSize, generatorSize),
                fraction(generatorIntermediateSize, intermediateSize, generatorSize),
                generatorHeads(generatorHeads, heads, generatorSize));
        List<Integer> ofDiscriminator = List.of(layers, hiddenSize, intermediateSize, heads);
        List<@Nullable Integer> explicit =
                Arrays.asList(generatorLayers, generatorHiddenSize, generatorIntermediateSize, generatorHeads);
        if (strategy == Strategy.TWO_STAGE) {
            Combinations.twoStages(embeddings);
            if (startFromGenerator) {
                Combinations.shapes(
                        "strategy: two-stage starts the discriminator from the generator's weights, which needs",
                        "or start_from_generator=false, or strategy=joint",
                        explicit,
                        ofGenerator,
                        ofDiscriminator);
            }
        }
        if (strategy == Strategy.ADVERSARIAL) {
            Combinations.adversary(objective, replacements, temperature, disallowCorrect, maskWithReplacement);
        }
        if (tied) {
            Combinations.tied(objective, replacements, strategy, embeddings, generatorLearningRate);
            Combinations.shapes(
                    "tied: one encoder for both networks needs",
                    "or tied=false",
                    explicit,
                    ofGenerator,
                    ofDiscriminator);
        }
    }

    private static int fraction(@Nullable Integer explicit, int whole, double fraction) {
        return explicit != null ? explicit : (int) Math.round(whole * fraction);
    }

    private static int generatorHeads(@Nullable Integer explicit, int heads, double fraction) {
        return explicit != null ? explicit : Math.max(1, fraction(null, heads, fraction));
    }

    /** Whether a generator is trained that draws pieces for chosen positions. */
    public boolean hasGenerator() {
        return objective.replaces() && replacements.isTrained();
    }

    /** Shape of the network that is kept. */
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
                positions,
                biases,
                feedForward);
    }

    /** Steps of the first stage of two-stage training, 0 for joint. */
    public long generatorSteps() {
        return switch (strategy) {
            case JOINT, ADVERSARIAL -> 0;
            case TWO_STAGE -> Math.max(1, Math.round(steps * generatorShare));
        };
    }

    /** Whether a step, counted from 1, reads every example in two parts, and learns which belong together. */
    public boolean contrastsAt(long number) {
        return number > generatorSteps() && number <= lastContrast();
    }

    /** The last step that contrasts parts of texts, 0 where none does. */
    long lastContrast() {
        if (contrastiveWeight == null) {
            return 0;
        }
        long first = generatorSteps();
        return contrastiveShare == null ? steps : first + Math.round((steps - first) * contrastiveShare);
    }

    /** Steps in which examples have no more than their first length. */
    public long firstLengthSteps() {
        return firstLength == null ? 0 : Math.round(steps * firstLengthShare);
    }

    /**
     * Share of the tokens that are chosen at a step.
     *
     * @param number from 1
     */
    public double maskShareAt(long number) {
        return finalMaskShare == null || steps == 1
                ? maskShare
                : maskShare + (finalMaskShare - maskShare) * (number - 1) / (steps - 1);
    }

    /** The largest share of the tokens that are chosen at any step. */
    double mostMaskShare() {
        return finalMaskShare == null ? maskShare : Math.max(maskShare, finalMaskShare);
    }

    /** Temperature of the draws when the run is evaluated: where it falls, the one that it falls to. */
    double evaluationTemperature() {
        return temperatureDecay == null ? temperature : 1;
    }

    /**
     * Temperature of the draws at a step.
     *
     * @param number from 1
     */
    public double temperatureAt(long number) {
        if (temperatureDecay == null) {
            return temperature;
        }
        double drawn = (double) (number - 1 - generatorSteps()) / Math.max(1, steps - generatorSteps());
        return 1 + (temperature - 1) * Math.exp(-Math.max(0, drawn) / temperatureDecay);
    }
}
