package io.github.electra4j.train.study;

import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Examples of random pieces and lengths. */
final class MadeExamples {
    private static final int SIZE = 200;

    private MadeExamples() {}

    /** {@value #SIZE} pieces. */
    static Vocabulary vocabulary() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() < SIZE) {
            tokens.add("w" + tokens.size());
        }
        return Vocabulary.of(tokens);
    }

    /** Of 4 to 63 pieces. */
    static MemoryExamples of(int count, String stream) {
        MemoryExamples examples = new MemoryExamples();
        CounterRandom random = CounterRandom.of(1, stream);
        CounterRandom pieces = CounterRandom.of(1, stream + ", pieces");
        for (int i = 0; i < count; i++) {
            int[] ids = new int[4 + random.nextInt(60)];
            for (int p = 1; p < ids.length - 1; p++) {
                ids[p] = Vocabulary.SPECIAL.size() + pieces.nextInt(SIZE - Vocabulary.SPECIAL.size());
            }
            ids[0] = vocabulary().clsId();
            ids[ids.length - 1] = vocabulary().sepId();
            examples.add(ids, 3);
        }
        return examples;
    }
}
