package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a model has cut so far.
 *
 * @param texts of how many rows something was cut
 * @param pairs around how many pairs of entities, where it is an extraction whose relation model is loaded here
 * @param said both for people, nothing where nothing was cut
 */
record CutInputs(long texts, OptionalLong pairs, List<String> said) {
    static CutInputs of(Electra electra) {
        return new CutInputs(electra.cutTexts(), electra.cutPairs(), electra.cutSaid());
    }
}
