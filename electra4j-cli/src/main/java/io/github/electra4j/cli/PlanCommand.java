package io.github.electra4j.cli;

import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.pretrain.StepTime;
import io.github.electra4j.train.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra plan}: a configuration in, what its run will cost on this machine out. */
@Command(
        name = "plan",
        description = {
            "Says what a pre-training run will cost before it starts: parameters, FLOPs, memory, disk, and the time on this"
                    + " machine from some real steps on random pieces. What cannot fit fails with advice on what would.%n",
            "Memory is an estimate; the examples are taken as full."
        },
        footer = {
            "%nExamples:",
            "  electra plan --config small --batch 32 --steps 100000",
            "  electra plan --config base --set gradient_checkpointing=true --no-measure",
            "%nKeys of --json: parameters, discriminator_parameters, tokens, flops, flops_per_token, generator_share,"
                    + " memory_mb, state_mb, gradients_mb, activations_mb, memory_free_mb, disk_mb, disk_free_mb, fits; measured:"
                    + " tokens_per_second, seconds_per_step, seconds, peak_rss_mb."
        })
final class PlanCommand implements Callable<Integer> {
    private static final double MEGA = 1e6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PretrainingArguments settings = new PretrainingArguments();

    @Option(names = "--steps", paramLabel = "N", description = "Steps; else the configuration's.")
    private @Nullable Long steps;

    @Option(
            names = "--vocab-size",
            paramLabel = "N",
            defaultValue = "30522",
            description = "Word pieces of the vocabulary.")
    private int vocabularySize;

    @Option(names = "--no-measure", description = "Count only; run no steps.")
    private boolean noMeasure;

    @Option(
            names = "--out",
            paramLabel = "RUN",
            defaultValue = ".",
            description = "Where the run would go, for the free disk; nothing is written there.")
    private Path out = Path.of(".");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        Tensors tensors = settings.tensors(spec, null);
        PretrainingArguments.checkVocabularySize(spec, vocabularySize);
        PretrainingPlan plan = new PretrainingPlan(
                settings.config(spec, steps, null), vocabularySize, tensors.precision(), settings.replicas());
        json.check();
        long memoryFree = MemoryNeed.freeBytes(tensors.device());
        long diskFree = freeDisk();
        List<String> refusals = refusals(plan, memoryFree, diskFree);
        Map<String, Object> figures = counted(plan, memoryFree, diskFree);
        figures.put("fits", refusals.isEmpty());
        describe(plan, memoryFree, diskFree);
        if (refusals.isEmpty() && !noMeasure) {
            measure(plan, tensors, figures);
        }
        json.write(figures);
        if (!refusals.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", refusals));
        }
        return 0;
    }

    /** Why the run cannot be held by so many bytes; empty where it can. */
    static List<String> refusals(PretrainingPlan plan, long memoryFree, long diskFree) {
        List<String> refusals = new ArrayList<>();
        MemoryNeed.refusal(plan, memoryFree).ifPresent(refusals::add);
        if (plan.diskBytes() > diskFree) {
            refusals.add(String.format(
                    Locale.ROOT,
                    "the run needs %,.0f MB of disk, %,.0f MB are free; free some or choose another --out",
                    plan.diskBytes() / MEGA,
                    diskFree / MEGA));
        }
        return refusals;
    }

    private static Map<String, Object> counted(PretrainingPlan plan, long memoryFree, long diskFree) {
        Map<String, Object> figures = new TreeMap<>();
        figures.put("parameters", plan.parameters());
        figures.put("discriminator_parameters", plan.keptParameters());
        figures.put("tokens", plan.tokens());
        figures.put("flops", plan.flops());
        figures.put("flops_per_token", plan.flopsPerToken());
        figures.put("generator_share", plan.generatorShare());
        figures.put("memory_mb", Math.round(plan.memoryBytes() / MEGA));
        figures.put("state_mb", Math.round(plan.stateBytes() / MEGA));
        figures.put("gradients_mb", Math.round(plan.gradientBytes() / MEGA));
        figures.put("activations_mb", Math.round(plan.activationBytes() / MEGA));
        if (memoryFree != MemoryNeed.UNKNOWN) {
            figures.put("memory_free_mb", Math.round(memoryFree / MEGA));
        }
        figures.put("disk_mb", Math.round(plan.diskBytes() / MEGA));
        figures.put("disk_free_mb", Math.round(diskFree / MEGA));
        return figures;
    }

    private static void describe(PretrainingPlan plan, long memoryFree, long diskFree) {
        line(
                "parameters",
                "%.2f M, of which the discriminator has %.2f M",
                plan.parameters() / MEGA,
                plan.keptParameters() / MEGA);
        line(
                "run",
                "%,d steps of %,d examples of %d tokens: %.3g tokens",
                plan.config().steps(),
                plan.config().batch(),
                plan.config().length(),
                (double) plan.tokens());
        line(
                "FLOPs",
                "%.3g a token (%.0f %% of it the generator), %.3g in all",
                plan.flopsPerToken(),
                100 * plan.generatorShare(),
                plan.flops());
        line(
                "memory",
                "about %,.0f MB: weights and moments %,.0f, gradients of %d replicas %,.0f, activations %,.0f%s",
                plan.memoryBytes() / MEGA,
                plan.stateBytes() / MEGA,
                plan.replicas(),
                plan.gradientBytes() / MEGA,
                plan.activationBytes() / MEGA,
                memoryFree == MemoryNeed.UNKNOWN ? "" : String.format(Locale.ROOT, "; %,.0f free", memoryFree / MEGA));
        line("disk", "%,.0f MB; %,.0f free", plan.diskBytes() / MEGA, diskFree / MEGA);
    }

    private void measure(PretrainingPlan plan, Tensors tensors, Map<String, Object> figures) {
        common.say("electra: timing some steps");
        StepTime time = StepTime.measure(plan, tensors);
        double rate = plan.tokens() / time.seconds();
        double perStep = time.seconds() / plan.config().steps();
        figures.put("tokens_per_second", rate);
        figures.put("seconds_per_step", perStep);
        figures.put("seconds", time.seconds());
        ProcessMemory.peakMegabytes().ifPresent(mb -> figures.put("peak_rss_mb", mb));
        line("time here", "%s: %.3g s a step, %,.0f tokens/s", span(time.seconds()), perStep, rate);
    }

    private static String span(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        if (seconds < 2 * 3600) {
            return String.format(Locale.ROOT, "%.0f min", seconds / 60);
        }
        return seconds < 48 * 3600
                ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
                : String.format(Locale.ROOT, "%.1f days", seconds / 86_400);
    }

    private static void line(String name, String format, Object... values) {
        System.out.printf("%-11s %s%n", name, String.format(Locale.ROOT, format, values));
    }

    private long freeDisk() throws IOException {
        Path folder = out.toAbsolutePath();
        while (!Files.exists(folder)) {
            Path parent = folder.getParent();
            if (parent == null) {
                break;
            }
            folder = parent;
        }
        return Files.getFileStore(folder).getUsableSpace();
    }
}
