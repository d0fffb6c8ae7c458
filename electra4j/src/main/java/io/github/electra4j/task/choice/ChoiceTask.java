package io.github.electra4j.task.choice;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.ClassProbabilities;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.LogLoss;
import io.github.electra4j.evaluate.OptionRanks;
import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.ClassDecision;
import io.github.electra4j.task.EncodedTexts;
import io.github.electra4j.task.Excerpt;
import io.github.electra4j.task.Judgement;
import io.github.electra4j.task.LeastLength;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.TextWindow;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Choosing the option that goes with a context: {@code [CLS] context [SEP] question option [SEP]} has one score, and the softmax goes over
 * the options of a row. A context that is too long is read through windows: a softmax for each, and the mean of an option's scores is the
 * option's.
 *
 * @param longContext what is read of a context that is too long
 * @param temperature that scores are divided by before they become probabilities
 */
public record ChoiceTask(LongContext longContext, double temperature)
        implements Task<ChoiceRow, ChoiceWindow, ChoiceTask.Choice> {
    /** How its rows are read. */
    public static final TaskKind<ChoiceRow> KIND = new ChoiceKind();

    private static final String CONTEXT = "context";

    /** A choice by the softmax of the scores as they are. */
    public ChoiceTask(LongContext longContext) {
        this(longContext, 1);
    }

    /**
     * An answer.
     *
     * @param option the most probable one, from 0
     * @param probabilities of all options; their sum is 1
     */
    public record Choice(int option, double[] probabilities) {}

    static ChoiceTask of(TaskOptions options) {
        options.requireOnly(KIND.name(), CONTEXT);
        return new ChoiceTask(LongContext.of(options.choice(CONTEXT, LongContext.WINDOWS.word(), LongContext.words())));
    }

    static ChoiceTask restored(TaskSettings settings, String source) {
        return of(new TaskOptions(Map.of(CONTEXT, settings.text(CONTEXT, source))))
                .withTemperature(ClassDecision.temperature(settings, source));
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(chosen());
        settings.put(CONTEXT, longContext.word());
        return settings;
    }

    @Override
    public Map<String, Object> chosen() {
        return temperature == 1 ? Map.of() : Map.of(TaskSettings.TEMPERATURE, temperature);
    }

    @Override
    public ClassProbabilities probabilities(List<ChoiceRow> rows, List<Choice> answers) {
        return new ClassProbabilities(
                gold(rows), answers.stream().map(Choice::probabilities).toArray(double[][]::new));
    }

    @Override
    public ChoiceTask withTemperature(double other) {
        return new ChoiceTask(longContext, other);
    }

    private static int[] gold(List<ChoiceRow> rows) {
        return rows.stream().mapToInt(ChoiceRow::knownAnswer).toArray();
    }

    @Override
    public TaskKind<ChoiceRow> kind() {
        return KIND;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public int together(ChoiceRow row) {
        return row.options().size();
    }

    @Override
    public Architecture architecture(boolean paper) {
        return Architecture.CHOOSER;
    }

    @Override
    public List<String> outputNames() {
        return List.of();
    }

    @Override
    public LeastLength leastLength() {
        return LeastLength.PAIR;
    }

    @Override
    public List<ChoiceWindow> windows(ChoiceRow row, WordPieceTokenizer tokenizer, int maxLength) {
        int[] context = tokenizer.encode(row.context());
        int[] question = row.question() == null ? new int[0] : tokenizer.encode(row.question());
        List<int[]> seconds = row.options().stream()
                .map(option -> joined(question, tokenizer.encode(option)))
                .toList();
        int longest = seconds.stream().mapToInt(second -> second.length).max().orElseThrow();
        List<ChoiceWindow> windows = new ArrayList<>();
        for (int[] part : longContext.parts(context, longest, maxLength)) {
            for (int i = 0; i < seconds.size(); i++) {
                boolean right = row.answer() != null && row.answer() == i;
                TextWindow pair = EncodedTexts.pair(
                        part, seconds.get(i), longContext == LongContext.END, tokenizer.vocabulary(), maxLength);
                windows.add(new ChoiceWindow(pair.ids(), pair.firstLength(), pair.cut(), i == 0 ? 1 : 0, right));
            }
        }
        return windows;
    }

    private static int[] joined(int[] question, int[] option) {
        int[] second = Arrays.copyOf(question, question.length + option.length);
        System.arraycopy(option, 0, second, question.length, option.length);
        return second;
    }

    @Override
    public void learn(List<ChoiceWindow> windows, int start, TaskLoss loss) {
        int right = IntStream.range(0, windows.size())
                .filter(i -> windows.get(i).right())
                .findFirst()
                .orElseThrow();
        loss.crossEntropy(start, 1, windows.size(), right);
    }

    @Override
    public Choice answer(ChoiceRow row, List<ChoiceWindow> windows, float[] scores, int start) {
        int options = row.options().size();
        float[] mean = TextTask.mean(scores, start, windows.size() / options, options);
        double[] probabilities = TextTask.softmax(TextTask.scores(mean, 0, options), temperature);
        return new Choice(TextTask.best(probabilities), probabilities);
    }

    @Override
    public void check(List<ChoiceRow> rows) {
        rows.forEach(ChoiceRow::knownAnswer);
    }

    /** Accuracy of the option that is named, and the ranks of the right one, see {@link OptionRanks}. */
    @Override
    public Evaluation evaluate(List<ChoiceRow> rows, List<Choice> answers) {
        int[] gold = gold(rows);
        double[][] probabilities = answers.stream().map(Choice::probabilities).toArray(double[][]::new);
        OptionRanks ranks = OptionRanks.of(gold, probabilities);
        long right = IntStream.range(0, gold.length)
                .filter(i -> answers.get(i).option() == gold[i])
                .count();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("accuracy", (double) right / gold.length);
        figures.put("r_at_1", ranks.recallAt1());
        figures.put("r_at_2", ranks.recallAt2());
        figures.put("mrr", ranks.meanReciprocalRank());
        figures.put("log_loss", LogLoss.of(gold, probabilities));
        return new Evaluation(rows.size(), figures, null);
    }

    @Override
    public Judgement judged(ChoiceRow row, Choice answer) {
        double probability = answer.probabilities()[answer.option()];
        String context = longContext == LongContext.END ? Excerpt.end(row.context()) : Excerpt.beginning(row.context());
        return new Judgement(
                context + (row.question() == null ? "" : " [SEP] " + Excerpt.beginning(row.question())),
                Excerpt.beginning(row.options().get(row.knownAnswer())),
                Judgement.sure(Excerpt.beginning(row.options().get(answer.option())), probability),
                answer.option() == row.knownAnswer() ? 0 : probability);
    }

    @Override
    public String metric() {
        return KIND.metric();
    }

    @Override
    public String stratum(ChoiceRow row) {
        return Integer.toString(row.knownAnswer());
    }

    /** The share of each place among the answers. */
    @Override
    public List<Double> prior(List<ChoiceRow> rows) {
        double[] counts = new double[rows.get(0).options().size()];
        rows.forEach(row -> counts[row.knownAnswer()]++);
        return Arrays.stream(counts).mapToObj(count -> count / rows.size()).toList();
    }

    /** Of a row with more or fewer options than the rows had that taught the shares, those of the places that it has. */
    @Override
    public Choice priorAnswer(ChoiceRow row, List<Double> prior) {
        double[] shares = new double[row.options().size()];
        for (int i = 0; i < Math.min(shares.length, prior.size()); i++) {
            shares[i] = prior.get(i);
        }
        double sum = Arrays.stream(shares).sum();
        double even = 1.0 / shares.length;
        Arrays.setAll(shares, i -> sum == 0 ? even : shares[i] / sum);
        return new Choice(TextTask.best(shares), shares);
    }

    @Override
    public String priorName() {
        return "most frequent place";
    }

    @Override
    public List<String> columns(boolean whole) {
        return whole ? List.of("prediction", "probability", "probabilities") : List.of("prediction", "probability");
    }

    @Override
    public List<List<String>> lines(Choice answer, boolean whole) {
        List<String> fields = new ArrayList<>(
                List.of(Integer.toString(answer.option()), SixDecimals.text(answer.probabilities()[answer.option()])));
        if (whole) {
            fields.add(Arrays.stream(answer.probabilities())
                    .mapToObj(SixDecimals::text)
                    .collect(Collectors.joining(",")));
        }
        return List.of(fields);
    }

    @Override
    public void write(Choice answer, boolean whole, ObjectNode object) {
        object.put("prediction", answer.option());
        object.put("probability", SixDecimals.of(answer.probabilities()[answer.option()]));
        if (whole) {
            ArrayNode all = object.putArray("probabilities");
            Arrays.stream(answer.probabilities()).forEach(p -> all.add(SixDecimals.of(p)));
        }
    }
}
