package io.github.electra4j.bench;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ConfigFile;
import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.ModelFiles;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.Task;
import io.github.electra4j.train.finetune.Head;
import io.github.electra4j.train.finetune.TaskNetwork;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ELECTRA-Small of random weights as a model directory, of whatever vocabulary and for whatever task. */
final class RandomModel {
    static final int SEED = 1;

    private RandomModel() {}

    /** An encoder without a head. */
    static void write(Path directory, Vocabulary vocabulary) throws IOException {
        write(directory, vocabulary, Architecture.ENCODER, List.of(), null);
    }

    /** A model for a task, whose settings these are. */
    static void write(Path directory, Vocabulary vocabulary, Task<?, ?, ?> task, TaskSettings settings)
            throws IOException {
        Architecture architecture = task.architecture(false);
        int hidden = shape(vocabulary).hiddenSize();
        Head head = Head.of(TaskNetwork.OWNER, architecture, hidden * task.states(), task.outputs(), 0);
        write(directory, vocabulary, architecture, head.specs(), settings);
    }

    private static ElectraConfig shape(Vocabulary vocabulary) throws IOException {
        return ConfigFiles.resolve(new LinkedHashMap<>(ConfigFiles.read("published-small")), "small")
                .discriminator(vocabulary.size(), vocabulary.padId());
    }

    private static void write(
            Path directory,
            Vocabulary vocabulary,
            Architecture architecture,
            List<ParameterSpec> head,
            @Nullable TaskSettings settings)
            throws IOException {
        ElectraConfig shape = shape(vocabulary);
        List<ParameterSpec> specs = new ArrayList<>(new Encoder(TaskNetwork.OWNER, shape).specs());
        specs.addAll(head);
        try (Parameters parameters =
                new Parameters(specs, new Tensors(Device.CPU, Precision.FP32), shape.initializerRange(), SEED)) {
            List<NamedTensor> weights = NamedWeights.of(TaskNetwork.OWNER).save(parameters);
            ModelDirectory.write(
                    directory,
                    new ModelFiles(
                            "random weights",
                            ConfigFile.of(shape, architecture.className()),
                            weights,
                            vocabulary,
                            TokenizerOptions.uncased(),
                            Provenance.ofNow(
                                    "benchmark",
                                    SEED,
                                    List.of(),
                                    Map.of(),
                                    new Provenance.Compute(0, 0, 0, 0, "processor"),
                                    List.of()),
                            List.of(),
                            settings));
        }
    }
}
