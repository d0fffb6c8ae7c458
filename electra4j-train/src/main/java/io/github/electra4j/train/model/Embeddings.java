package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.ParameterSpec.Init;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Word, position and segment-type embeddings, summed, normalised and dropped out; looked up in fp32.
 *
 * <p>Three ways to stand to another network's embeddings: own ({@code base} null), the same ({@code name} that of the
 * other network), or its own difference to them, through which no gradient reaches the other's (He et al., DeBERTaV3, 2021, section
 * 3.2: gradient-disentangled embedding sharing).
 */
final class Embeddings {
    private static final String WORDS = ".word_embeddings.weight";

    private final String name;
    private final @Nullable String base;
    private final ElectraConfig config;
    private final LayerNorm norm;

    Embeddings(String name, @Nullable String base, ElectraConfig config) {
        this.name = name;
        this.base = base;
        this.config = config;
        this.norm = new LayerNorm(name + ".LayerNorm", config.embeddingSize(), config.layerNormEps());
    }

    List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>();
        for (ParameterSpec table : tables()) {
            specs.add(base == null ? table : table.startingAt(Init.ZEROS));
        }
        specs.addAll(norm.specs());
        return specs;
    }

    private List<ParameterSpec> tables() {
        long e = config.embeddingSize();
        List<ParameterSpec> tables = new ArrayList<>();
        tables.add(ParameterSpec.tiedTable(name + WORDS, config.vocabSize(), e));
        if (config.positions() == Positions.LEARNED) {
            tables.add(ParameterSpec.table(name + ".position_embeddings.weight", config.maxPositions(), e));
        }
        tables.add(ParameterSpec.table(name + ".token_type_embeddings.weight", config.typeVocabSize(), e));
        return tables;
    }

    /** {@code [size, length, embedding]} in the compute precision. */
    Tensor forward(Leaves leaves, Sequences in, Dropout dropout) {
        Tensor sum = look(leaves, name, in);
        if (base != null) {
            sum = sum.add(lookWithoutGradient(leaves, base, in));
        }
        return dropout.apply(leaves.tensors().cast(norm.forward(leaves, sum)), config.hiddenDropout());
    }

    private Tensor lookWithoutGradient(Leaves leaves, String owner, Sequences in) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            return look(leaves, owner, in);
        }
    }

    private Tensor look(Leaves leaves, String owner, Sequences in) {
        Tensor sum = leaves.rows(owner + WORDS, in.ids())
                .add(torch.embedding(leaves.lookup(owner + ".token_type_embeddings.weight"), in.types()));
        if (config.positions() == Positions.LEARNED) {
            sum = sum.add(leaves.lookup(owner + ".position_embeddings.weight").narrow(0, 0, in.length()));
        }
        return sum;
    }

    /** The word embeddings as an output layer's weight, {@code [vocabulary, embedding]} in the compute precision. */
    Tensor outputWeight(Leaves leaves) {
        Tensor own = leaves.get(name + WORDS);
        return base == null ? own : own.add(leaves.get(base + WORDS).detach());
    }
}
