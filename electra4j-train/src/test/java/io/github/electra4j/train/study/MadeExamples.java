package io.github.electra4j.train.study;

import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Examples to count operations of: their lengths matter, and not their pieces. */
final class MadeExamples {
    private MadeExamples() {}

    /** 200 pieces. */
    static Vocabulary vocabulary() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() < 200) {
            tokens.add("w" + tokens.size());
        }
        return Vocabulary.of(tokens);
    }

    /** Of 4 to 63 pieces. */
    static MemoryExamples of(int count, String stream) {
        MemoryExamples examples = new MemoryExamples();
        CounterRandom random = CounterRandom.of(1, stream);
        for (int i = 0; i < count; i++) {
            examples.add(new int[4 + random.nextInt(60)], 3);
        }
        return examples;
    }
}
