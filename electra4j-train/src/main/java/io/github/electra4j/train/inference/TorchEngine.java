package io.github.electra4j.train.inference;

import io.github.electra4j.Engine;
import io.github.electra4j.ModelTask;
import io.github.electra4j.Pooling;
import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.finetune.Head;
import io.github.electra4j.train.finetune.TaskNetwork;
import io.github.electra4j.train.model.DiscriminatorHead;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.GeneratorHead;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.KernelShapes;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.NativeLibraries;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** A model on libtorch. Each call uses one engine thread, the caller's: whole batches side by side use cores best. */
final class TorchEngine implements Engine {
    private static final String OWNER = "model";

    /** Tokens of padding, which are computed every time, that shapes which are held are worth. */
    private static final int MOST_ADDED = 16;

    /** The engine keeps its number of threads for each calling thread. */
    private static final ThreadLocal<Boolean> SINGLE = ThreadLocal.withInitial(() -> {
        torch.set_num_threads(1);
        return true;
    });

    private final Path path;
    private final Encoder encoder;
    private final @Nullable DiscriminatorHead detector;
    private final @Nullable GeneratorHead language;
    private final @Nullable TaskNetwork network;
    private final Parameters parameters;
    private final Leaves leaves;
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    private TorchEngine(ModelDirectory model, @Nullable ModelTask task, Precision precision) {
        ElectraConfig config = model.config().config();
        path = model.path();
        encoder = new Encoder(OWNER, config);
        List<ParameterSpec> specs = new ArrayList<>(encoder.specs());
        boolean detects =
                model.architecture() == Architecture.DISCRIMINATOR || model.architecture() == Architecture.ENERGY_MODEL;
        detector = detects ? new DiscriminatorHead(OWNER, config) : null;
        language = model.architecture() == Architecture.GENERATOR ? new GeneratorHead(OWNER, encoder) : null;
        network = task == null ? null : network(model, task);
        if (detector != null) {
            specs.addAll(detector.specs());
        }
        if (language != null) {
            specs.addAll(language.specs());
        }
        if (network != null) {
            specs.addAll(network.head().specs());
        }
        parameters = new Parameters(specs, new Tensors(Device.CPU, precision), config.initializerRange(), 0);
        leaves = Leaves.fixed(parameters);
    }

    private TaskNetwork network(ModelDirectory model, ModelTask task) {
        int states = task.task().states();
        int outputs = task.task().outputs();
        Head head = Head.of(OWNER, model.architecture(), encoder.config().hiddenSize() * states, outputs, 0);
        return new TaskNetwork(encoder, head, pooling(task.pooling()), states, outputs);
    }

    private static Head.Pooling pooling(Pooling pooling) {
        return switch (pooling) {
            case CLS -> Head.Pooling.CLS;
            case MEAN -> Head.Pooling.MEAN;
        };
    }

    static TorchEngine load(ModelDirectory model, @Nullable ModelTask task, Precision precision) throws IOException {
        NativeLibraries.load();
        TorchEngine engine = new TorchEngine(model, task, precision);
        try {
            NamedWeights.of(OWNER)
                    .load(engine.parameters, model.tensors())
                    .requireWhole(
                            model.tensors().file(), "an " + model.architecture().className());
            return engine;
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public float[] detect(Batch batch) {
        DiscriminatorHead known = detector;
        if (known == null) {
            throw new IllegalArgumentException(path + ": no head that gives a number for each token");
        }
        return run(() -> known.forward(leaves, encoder.forward(leaves, Sequences.of(padded(batch), leaves.tensors())))
                .narrow(1, 0, batch.length()));
    }

    @Override
    public float[] logProbabilities(Batch batch, int[] places, int[] ids) {
        GeneratorHead known = language;
        if (known == null) {
            throw new IllegalArgumentException(path + ": no head that names masked tokens");
        }
        return run(() -> {
            Tensors tensors = leaves.tensors();
            Batch padded = padded(batch);
            int[] among = IntStream.of(places)
                    .map(place -> place / batch.length() * padded.length() + place % batch.length())
                    .toArray();
            Tensor hidden = encoder.forward(leaves, Sequences.of(padded, tensors));
            Tensor rows = hidden.view(-1, hidden.size(2)).index_select(0, tensors.longs(among, among.length));
            return torch.log_softmax(known.forward(leaves, rows), -1).gather(1, tensors.longs(ids, ids.length, 1));
        });
    }

    @Override
    public float[] score(WindowBatch windows) {
        TaskNetwork known = network;
        if (known == null) {
            throw new IllegalArgumentException(path + ": no head for a task");
        }
        return run(() -> known.forward(leaves, new WindowBatch(windows.windows(), padded(windows.batch()))));
    }

    @Override
    public float[] encode(Batch batch, Pooling pooling) {
        return run(() -> pooling(pooling).of(encoder, leaves, padded(batch)));
    }

    /** A single text, or a few, of a round length. */
    private Batch padded(Batch batch) {
        ElectraConfig config = encoder.config();
        int length = KernelShapes.lengthOfFew(batch.length(), config.maxPositions());
        int added = (length - batch.length()) * batch.size();
        return leaves.packed() == null || added < 1 || added > MOST_ADDED
                ? batch
                : batch.padded(length, config.padTokenId());
    }

    private float[] run(Supplier<Tensor> pass) {
        SINGLE.get();
        open.readLock().lock();
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            if (closed) {
                throw new IllegalStateException(path + ": this model was closed");
            }
            return Tensors.toArray(pass.get());
        } finally {
            open.readLock().unlock();
        }
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                leaves.close();
                parameters.close();
                // The allocator keeps them where others' memory lies between, and a server that loads anew grows.
                Pointer.trimMemory();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
