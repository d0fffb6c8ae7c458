package io.github.electra4j.cli;

import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.train.plan.MachineMeasurement;
import io.github.electra4j.train.pretrain.PretrainingListener;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a pre-training run on a progress line: losses, tokens a second, and the share of what the machine can multiply. */
final class PretrainingDisplay implements PretrainingListener, AutoCloseable {
    private static final double SMOOTHING = 0.95;

    private final CommonOptions common;
    private double peak;
    private @Nullable ProgressLine line;
    private String losses = "";
    private long wished;
    private double flopsPerSecond;
    private long lastTokens = -1;
    private long lastTime;
    private double tokensPerSecond;

    PretrainingDisplay(CommonOptions common, Tensors tensors, int threads) {
        this.common = common;
        this.peak = common.quiet() ? 1 : MachineMeasurement.of(tensors, threads).flopsPerSecond();
    }

    /** Has a run say, when it starts, that its budget holds fewer steps than its recipe has. */
    void expect(long recipeSteps) {
        wished = recipeSteps;
    }

    @Override
    public void started(long done, long steps) {
        if (steps < wished) {
            common.say(String.format(
                    Locale.ROOT,
                    "electra: the recipe has %,d steps, of which the time for pre-training holds %,d here, as fast as this machine was"
                            + " when that was measured: scores will be lower; all of them, in a new folder: --set steps=%d",
                    wished,
                    steps,
                    wished));
        }
        if (done == steps) {
            common.say(String.format(
                    Locale.ROOT,
                    "this run is finished already: all %,d steps are done; writing its models again",
                    steps));
            return;
        }
        if (done > 0) {
            common.say(String.format(Locale.ROOT, "going on from step %,d of %,d", done, steps));
        }
        if (!common.quiet()) {
            line = ProgressLine.start("pretrain", steps, "steps", done);
        }
    }

    @Override
    public void begunAgain() {
        common.say("no saved state yet, beginning at step 1");
    }

    @Override
    public void stepped(long step, long tokens, double flops) {
        long now = System.nanoTime();
        if (lastTokens >= 0) {
            double rate = (tokens - lastTokens) / ((now - lastTime) * 1e-9);
            tokensPerSecond = tokensPerSecond == 0 ? rate : SMOOTHING * tokensPerSecond + (1 - SMOOTHING) * rate;
        }
        lastTokens = tokens;
        lastTime = now;
        flopsPerSecond = flopsPerSecond == 0 ? flops : SMOOTHING * flopsPerSecond + (1 - SMOOTHING) * flops;
        // Training cannot multiply faster than the machine: the measurement had been disturbed by other work.
        peak = Math.max(peak, flopsPerSecond);
        if (line != null) {
            line.update(
                    step,
                    () -> String.format(
                            Locale.ROOT,
                            "%s%,.0f tokens/s, %.0f %% of peak",
                            losses,
                            tokensPerSecond,
                            100 * flopsPerSecond / peak));
        }
    }

    @Override
    public void measured(String kind, long step, Map<String, Double> figures) {
        StringBuilder text = new StringBuilder();
        append(text, "loss", figures.get("loss"));
        append(text, "gen", figures.get("generator_loss"));
        append(text, "enc", figures.get("encoder_loss"));
        append(text, "disc", figures.get("discriminator_loss"));
        append(text, "auc", figures.get("discriminator_auc"));
        losses = text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable Double value) {
        if (value != null) {
            text.append(String.format(Locale.ROOT, "%s %.3f, ", name, value));
        }
    }

    @Override
    public void said(long step, String words) {
        common.say("step " + step + ": " + words);
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
    }
}
