package io.github.electra4j.data;

import java.util.List;

/**
 * One synset of WordNet: its words and what they mean.
 *
 * @param lemmas the words of the synset, spaces for underscores, without the syntactic markers of adjectives
 * @param gloss definition and examples, as WordNet has them
 * @param lexicographerFile number of the file that the synset was written in, 0 to 44
 * @param lexicographerClass name of that file, for example {@code noun.animal}: the label of the default task
 */
public record Gloss(List<String> lemmas, String gloss, int lexicographerFile, String lexicographerClass) {
    public Gloss {
        lemmas = List.copyOf(lemmas);
    }

    /** The line that pre-training and the task read: {@code lemma, lemma: gloss}. */
    public String text() {
        return String.join(", ", lemmas) + ": " + gloss;
    }
}
