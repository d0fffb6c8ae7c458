package io.github.electra4j.train.study;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.pretrain.StepTime;
import io.github.electra4j.train.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a study measures once and keeps in {@code study.json}, so that going on does not measure again: the precision that the machine
 * multiplies fast, and what each budget is in operations.
 */
final class StudyFile {
    private static final String NAME = "study.json";
    private static final String PRECISION = "precision";
    private static final String BUDGETS = "budget_flops";
    private static final JsonMapper JSON = JsonMapper.shared();

    private StudyFile() {}

    /**
     * The budgets in operations: as they are kept, or measured. Nothing is written.
     *
     * @param reference the costs of the reference arm
     */
    static Map<ComputeBudget, Double> budgets(StudyJob job, EqualCompute reference) throws IOException {
        Path file = job.out().resolve(NAME);
        Map<String, @Nullable Object> all = kept(job);
        String precision = new Fields(file.toString(), all).string(PRECISION);
        if (!precision.equals(name(job))) {
            throw new IllegalArgumentException(job.out() + ": this study was begun in " + precision + ", asked for is "
                    + name(job) + "; go on with --precision " + precision + ", or choose another --out");
        }
        Map<String, @Nullable Object> stored = new Fields(file.toString(), all).settings(BUDGETS);
        Map<ComputeBudget, Double> flops = new LinkedHashMap<>();
        for (ComputeBudget budget : job.budgets()) {
            double amount = stored.get(budget.text()) instanceof Number known
                    ? known.doubleValue()
                    : switch (budget.unit()) {
                        case FLOPS -> budget.amount();
                        case TOKENS -> reference.ofTokens(budget.amount());
                        case SECONDS -> budget.amount() * perSecond(job);
                    };
            flops.put(budget, amount);
        }
        return flops;
    }

    /** Keeps budgets beside those that are kept already. */
    static void keep(StudyJob job, Map<ComputeBudget, Double> budgets) throws IOException {
        Path file = job.out().resolve(NAME);
        Map<String, @Nullable Object> all = kept(job);
        Map<String, @Nullable Object> stored = new LinkedHashMap<>(new Fields(file.toString(), all).settings(BUDGETS));
        budgets.forEach((budget, amount) -> stored.put(budget.text(), amount));
        all.put(BUDGETS, stored);
        AtomicFiles.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    }

    /** What is kept; of a study of which no run has been saved nothing is, since it may have been one of other settings. */
    private static Map<String, @Nullable Object> kept(StudyJob job) throws IOException {
        Path file = job.out().resolve(NAME);
        return new LinkedHashMap<>(
                Files.exists(file) && RunRecord.isAnyIn(job.out()) ? JsonText.readValues(file) : begun(job));
    }

    private static Map<String, @Nullable Object> begun(StudyJob job) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("title", job.declaration().title());
        all.put("command", job.command());
        all.put(PRECISION, name(job));
        return all;
    }

    private static String name(StudyJob job) {
        return job.tensors().precision().name().toLowerCase(Locale.ROOT);
    }

    /** Whether a directory holds a study. */
    static boolean isIn(Path out) {
        return Files.exists(out.resolve(NAME));
    }

    /** The precision of the study in a directory; null where there is none. */
    static @Nullable Precision precision(Path out) throws IOException {
        Path file = out.resolve(NAME);
        return Files.exists(file)
                ? Precision.of(new Fields(file.toString(), JsonText.readValues(file)).string(PRECISION))
                : null;
    }

    /** Operations a second of the reference arm. */
    private static double perSecond(StudyJob job) {
        PretrainingConfig config =
                ConfigFiles.with(job.declaration().reference().config(), "steps", 1_000_000);
        PretrainingPlan plan = new PretrainingPlan(
                config, job.vocabulary().size(), job.tensors().precision(), job.replicas());
        return plan.flops() / StepTime.measure(plan, job.tensors()).seconds();
    }
}
