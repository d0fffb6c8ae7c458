package io.github.electra4j.checkpoint;

import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that goes into a model directory.
 *
 * @param name what the model is called in its card
 * @param config the network, its architecture and labels
 * @param tensors the weights under Hugging Face's names, tied ones once
 * @param vocabulary the word pieces
 * @param tokenizer how text is prepared for them
 * @param provenance where the model comes from
 * @param scores what was measured, for the card
 * @param task what a fine-tuned model needs to know of its task, or null
 */
public record ModelFiles(
        String name,
        ConfigFile config,
        List<NamedTensor> tensors,
        Vocabulary vocabulary,
        TokenizerOptions tokenizer,
        Provenance provenance,
        List<Score> scores,
        @Nullable TaskSettings task) {
    public ModelFiles {
        tensors = List.copyOf(tensors);
        scores = List.copyOf(scores);
        if (vocabulary.size() > config.config().vocabSize()) {
            throw new IllegalArgumentException("the vocabulary has " + vocabulary.size() + " pieces, but vocab_size is "
                    + config.config().vocabSize() + "; they must fit");
        }
    }
}
