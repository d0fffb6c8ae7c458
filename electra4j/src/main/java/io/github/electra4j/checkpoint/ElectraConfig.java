package io.github.electra4j.checkpoint;

/**
 * The shape of one ELECTRA network, generator or discriminator, under Hugging Face's names.
 *
 * <p>The faithful set is post-LayerNorm, learned positions, biases and GELU: what Hugging Face's {@code ElectraModel} can
 * load. A model outside it says what it has in extra keys of its {@code config.json}, and has another {@code model_type}.
 *
 * @param vocabSize entries of the vocabulary
 * @param embeddingSize E, width of the embeddings; projected to {@code hiddenSize} where it differs
 * @param hiddenSize H, width of the encoder; a multiple of {@code heads}
 * @param layers L, number of encoder layers
 * @param heads A, number of attention heads
 * @param intermediateSize width of the feed-forward layer; of a gated one, that of each of its two halves
 * @param maxPositions the longest sequence
 * @param typeVocabSize number of segment types
 * @param hiddenDropout probability of dropping an element of a hidden state
 * @param attentionDropout probability of dropping an attention weight
 * @param layerNormEps epsilon of every LayerNorm
 * @param initializerRange standard deviation of the truncated normal that starts the weights
 * @param padTokenId id of [PAD]
 * @param norm where the LayerNorms stand
 * @param positions how the network knows order
 * @param biases whether the linear maps of the encoder's layers have biases
 * @param feedForward what the feed-forward layers compute
 */
public record ElectraConfig(
        int vocabSize,
        int embeddingSize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        int maxPositions,
        int typeVocabSize,
        double hiddenDropout,
        double attentionDropout,
        double layerNormEps,
        double initializerRange,
        int padTokenId,
        Norm norm,
        Positions positions,
        boolean biases,
        FeedForward feedForward) {

    /**
     * Where the LayerNorms stand: after each residual sum (BERT, ELECTRA); before each sub-layer and once at the end; or before and behind
     * each sub-layer and once at the end (Ding et al., CogView, 2021, section 2.4).
     */
    public enum Norm {
        POST,
        PRE,
        SANDWICH
    }

    /** Learned absolute positions (BERT, ELECTRA), or rotary ones (Su et al., RoFormer, 2021). */
    public enum Positions {
        LEARNED,
        ROTARY
    }

    /** GELU of one linear map (BERT, ELECTRA), or that times another linear map (Shazeer, GLU Variants Improve Transformer, 2020). */
    public enum FeedForward {
        GELU,
        GEGLU
    }

    public ElectraConfig {
        atLeast("vocab_size", vocabSize, 1);
        atLeast("embedding_size", embeddingSize, 1);
        atLeast("hidden_size", hiddenSize, 1);
        atLeast("num_hidden_layers", layers, 0);
        atLeast("num_attention_heads", heads, 1);
        atLeast("intermediate_size", intermediateSize, 1);
        atLeast("max_position_embeddings", maxPositions, 2);
        atLeast("type_vocab_size", typeVocabSize, 1);
        if (hiddenSize % heads != 0) {
            throw new IllegalArgumentException("hidden_size " + hiddenSize
                    + " is not a multiple of num_attention_heads " + heads + "; change one of them");
        }
        if (positions == Positions.ROTARY && hiddenSize / heads % 2 != 0) {
            throw new IllegalArgumentException(
                    "rotary positions need an even head size, found hidden_size / heads = " + hiddenSize / heads);
        }
        probability("hidden_dropout_prob", hiddenDropout);
        probability("attention_probs_dropout_prob", attentionDropout);
        if (padTokenId < 0 || padTokenId >= vocabSize) {
            throw new IllegalArgumentException(
                    "pad_token_id " + padTokenId + " is outside the vocabulary of " + vocabSize);
        }
    }

    /** Whether Hugging Face's ElectraModel computes the same function. */
    public boolean isFaithful() {
        return norm == Norm.POST && positions == Positions.LEARNED && biases && feedForward == FeedForward.GELU;
    }

    /** The same shape with other dropout, of hidden states and of attention weights. */
    public ElectraConfig withDropout(double probability) {
        return new ElectraConfig(
                vocabSize,
                embeddingSize,
                hiddenSize,
                layers,
                heads,
                intermediateSize,
                maxPositions,
                typeVocabSize,
                probability,
                probability,
                layerNormEps,
                initializerRange,
                padTokenId,
                norm,
                positions,
                biases,
                feedForward);
    }

    /** Width of one attention head. */
    public int headSize() {
        return hiddenSize / heads;
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + ", expected at least " + least);
        }
    }

    private static void probability(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": " + value + ", expected a number from 0 up to, not with, 1");
        }
    }
}
