package io.github.electra4j;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.RowAnswer;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextSpan;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.extraction.ExtractionRow;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.tagging.TaggedSpan;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.task.tagging.Tagging;
import io.github.electra4j.task.tagging.Tags;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A model, loaded and ready: replaced tokens of a discriminator, likelihoods of texts, classes, values or tags of a fine-tuned model,
 * vectors of any.
 *
 * <pre>{@code
 * try (Electra model = Electra.load(Path.of("runs/mine"))) {
 *     for (DetectedToken token : model.detect("The chef ate the meal.")) {
 *         System.out.printf("%s %.2f%n", token.token(), token.probability());
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe: one model serves all threads. Methods for one text run the network on the calling thread; methods for many texts
 * sort them by length and use all cores. Texts longer than the model reads are read part by part, where the task that it was fine-tuned for does
 * not cut them, which is counted.
 */
public final class Electra implements AutoCloseable {
    private final Path path;
    private final Architecture architecture;
    private final Engine engine;
    private final WordPieceTokenizer tokenizer;
    private final int maxLength;
    private final int hiddenSize;
    private final BatchRunner batches;
    private final PieceValues pieces;
    private final TextVectors vectors;
    /** Null without a head for a task. */
    private final @Nullable KnownRows known;
    /** The other network of a task that has two; else null. */
    private final @Nullable Electra second;

    Electra(ModelDirectory model, Engine engine, @Nullable ModelTask task, int maxLength) {
        this.path = model.path();
        this.architecture = model.architecture();
        this.engine = engine;
        this.tokenizer = new WordPieceTokenizer(model.vocabulary(), model.tokenizerOptions());
        this.maxLength = maxLength;
        this.hiddenSize = model.config().config().hiddenSize();
        this.batches = new BatchRunner(path);
        this.pieces = new PieceValues(engine, tokenizer, maxLength, batches);
        this.vectors = new TextVectors(engine, tokenizer, maxLength, hiddenSize, batches);
        this.known = task == null ? null : new KnownRows(engine, tokenizer, maxLength, batches, task, null);
        this.second = null;
    }

    /** Two networks that have a task together; both are then this one's. */
    Electra(Path path, Electra first, Electra second, ModelTask task) {
        this.path = path;
        this.architecture = first.architecture;
        this.engine = first.engine;
        this.tokenizer = first.tokenizer;
        this.maxLength = first.maxLength;
        this.hiddenSize = first.hiddenSize;
        this.batches = first.batches;
        this.pieces = first.pieces;
        this.vectors = first.vectors;
        this.known = first.knownRows().with(task, second.knownRows());
        this.second = second;
    }

    /**
     * Loads a model directory, or the network that a run directory kept, or the two models of an extraction.
     *
     * @throws java.nio.file.NoSuchFileException where a file is missing
     * @throws IllegalArgumentException where a file is damaged or asks for what is not supported
     * @throws IllegalStateException where no engine is on the class path
     */
    public static Electra load(Path directory) throws IOException {
        return load(directory, EnginePrecision.FP32);
    }

    /** The same, computed in a precision. */
    public static Electra load(Path directory, EnginePrecision precision) throws IOException {
        return ModelLoading.load(directory, precision);
    }

    /**
     * Every word piece of a text with its probability of having been put in place of another. A text that is longer than the model
     * reads is seen through windows that overlap by half, and each piece is judged where it stands nearest to the middle.
     *
     * @throws IllegalArgumentException where the model is no discriminator
     */
    public List<DetectedToken> detect(String text) {
        return detect(List.of(text), false).get(0);
    }

    /** The same for many texts, in their order. */
    public List<List<DetectedToken>> detect(List<String> texts) {
        return detect(texts, true);
    }

    private List<List<DetectedToken>> detect(List<String> texts, boolean parallel) {
        if (architecture != Architecture.DISCRIMINATOR) {
            throw new IllegalArgumentException(path + ": this is an " + architecture.className()
                    + ", and replaced tokens are detected by a discriminator (" + Architecture.DISCRIMINATOR.className()
                    + "); " + insteadOfDetecting());
        }
        return pieces.detected(texts, parallel);
    }

    private String insteadOfDetecting() {
        boolean besideDetector =
                architecture == Architecture.GENERATOR && Files.exists(path.resolveSibling("discriminator"));
        return Scoring.of(architecture) == null || besideDetector
                ? "give a run directory or its discriminator/"
                : "the objective that it was trained with has none: give a run with objective=electra, or ask this model by `score`";
    }

    /**
     * What this model's scores of texts are.
     *
     * @throws IllegalArgumentException where it does not score texts
     */
    public Scoring scoring() {
        Scoring known = Scoring.of(architecture);
        if (known == null) {
            throw new IllegalArgumentException(path + ": this is an " + architecture.className()
                    + ", and texts are scored by an energy model (" + Architecture.ENERGY_MODEL.className()
                    + "), a masked LM (" + Architecture.GENERATOR.className() + ") or a discriminator ("
                    + Architecture.DISCRIMINATOR.className() + ")");
        }
        return known;
    }

    /**
     * How likely a text is, piece by piece; {@link #scoring} says by what measure. A text that is longer than the model reads is seen
     * through windows that overlap by half, and each piece is scored where it stands nearest to the middle.
     *
     * @throws IllegalArgumentException where the model does not score texts
     */
    public TextScore score(String text) {
        return pieces.scored(List.of(text), scoring(), false, done -> {}).get(0);
    }

    /** The same for many texts, in their order. */
    public List<TextScore> score(List<String> texts) {
        return score(texts, done -> {});
    }

    /**
     * The same, telling how far it is.
     *
     * @param scored is given the number of pieces of each batch that is done, from any thread
     */
    public List<TextScore> score(List<String> texts, LongConsumer scored) {
        return pieces.scored(texts, scoring(), true, scored);
    }

    /** The same of the pieces that overlap a part of each text alone, of which a masked LM has a pass each. */
    List<TextScore> score(List<String> texts, List<TextSpan> parts, LongConsumer scored) {
        return pieces.scored(texts, parts, scoring(), scored);
    }

    /** The class of a text. */
    public ClassPrediction classify(String text) {
        return classes(predict(text, null));
    }

    /** The class of a pair of texts. */
    public ClassPrediction classify(String text, String pair) {
        return classes(predict(text, pair));
    }

    private ClassPrediction classes(Prediction prediction) {
        if (prediction instanceof ClassPrediction classes) {
            return classes;
        }
        throw new IllegalArgumentException(path + ": this model gives a value and no class; call predict");
    }

    /**
     * The class or value of a text.
     *
     * @param pair the second text of a pair, or null
     * @throws IllegalArgumentException where the model has no head for texts
     */
    public Prediction predict(String text, @Nullable String pair) {
        return predict(List.of(LabeledText.of(text, pair)), false).get(0);
    }

    /** The classes or values of many texts, in their order. */
    public List<Prediction> predict(List<LabeledText> texts) {
        return predict(texts, true);
    }

    private List<Prediction> predict(List<LabeledText> texts, boolean parallel) {
        return answers(new TaskRows<>(taskAs(TextTask.class, "gives texts no class and no value"), texts), parallel);
    }

    /**
     * The entities or chunks of a text, or its words with their tags, in their order.
     *
     * @throws IllegalArgumentException where the model was not fine-tuned for tagging
     */
    public List<TaggedSpan> tag(String text) {
        return tags(List.of(TaggedText.of(text)), false).get(0).spans();
    }

    /** The same for many texts, in their order. */
    public List<List<TaggedSpan>> tag(List<String> texts) {
        return tags(texts.stream().map(TaggedText::of).toList(), true).stream()
                .map(Tags::spans)
                .toList();
    }

    /** The tags of words that are known already, in the scheme of the training file. */
    public List<String> tagWords(List<String> words) {
        return tags(List.of(TaggedText.of(words)), false).get(0).tags();
    }

    private List<Tags> tags(List<TaggedText> rows, boolean parallel) {
        return answers(new TaskRows<>(taskAs(Tagging.class, "gives words no tags"), rows), parallel);
    }

    /**
     * The part of a text that answers a question, with its place in the text, or that it has no answer. A text that is longer than the
     * model reads is seen through windows.
     *
     * @throws IllegalArgumentException where the model answers no questions, or the text is blank
     */
    public QuestionAnswer answer(String question, String context) {
        QuestionAnswering answering = taskAs(QuestionAnswering.class, "answers no questions");
        return answers(new TaskRows<>(answering, List.of(Question.of(question, context))), false)
                .get(0);
    }

    /**
     * The entities of a text and the relations between them.
     *
     * @throws IllegalArgumentException where the model was not fine-tuned for extraction
     */
    public Extraction extract(String text) {
        return extractions(List.of(text), false).get(0);
    }

    /** The same for many texts, in their order. */
    public List<Extraction> extract(List<String> texts) {
        return extractions(texts, true);
    }

    private List<Extraction> extractions(List<String> texts, boolean parallel) {
        List<ExtractionRow> rows = texts.stream().map(ExtractionRow::of).toList();
        return answers(new TaskRows<>(taskAs(ExtractionTask.class, "finds no relations"), rows), parallel);
    }

    /** The task, which must be of one kind; what a model of another kind cannot do is said. */
    private <T> T taskAs(Class<T> kind, String otherwise) {
        Task<?, ?, ?> known = knownTask().task();
        if (kind.isInstance(known)) {
            return kind.cast(known);
        }
        throw new IllegalArgumentException(path + ": this model is for " + known.name() + ", and " + otherwise);
    }

    /**
     * The answers to rows of the task that the model was fine-tuned for, in their order.
     *
     * @param rows of {@link #knownTask}, labelled or not
     */
    public <R extends TaskRow, W extends Window, A> List<A> answer(TaskRows<R, W, A> rows) {
        return answers(rows, true);
    }

    /** The same, each with whether all of its row was read. */
    public <R extends TaskRow, W extends Window, A> List<RowAnswer<A>> rowAnswers(TaskRows<R, W, A> rows) {
        return knownRows().rowAnswers(rows);
    }

    private <R extends TaskRow, W extends Window, A> List<A> answers(TaskRows<R, W, A> rows, boolean parallel) {
        return knownRows().answers(rows, parallel);
    }

    /**
     * The vector of a text. That of a text longer than the model reads is the mean over windows that overlap by half.
     */
    public float[] encode(String text, Pooling pooling) {
        return vectors.of(List.of(text), pooling, false)[0];
    }

    /** The vectors of many texts, in their order. */
    public float[][] encode(List<String> texts, Pooling pooling) {
        return vectors.of(texts, pooling, true);
    }

    /** What the model was fine-tuned for; null for one without a head for texts. */
    public @Nullable ModelTask task() {
        return known == null ? null : known.task();
    }

    /**
     * The same, where there must be one.
     *
     * @throws IllegalArgumentException where the model has no head for texts
     */
    public ModelTask knownTask() {
        return knownRows().task();
    }

    private KnownRows knownRows() {
        if (known == null) {
            throw new IllegalArgumentException(path + ": this is an " + architecture.className()
                    + " without a head for texts; fine-tune it first: electra finetune --model " + path + " ...");
        }
        return known;
    }

    /** Where its files are: of a run, those of the network that it kept. */
    public Path path() {
        return path;
    }

    /** What stands on the encoder. */
    public Architecture architecture() {
        return architecture;
    }

    /** Word pieces of a text, without [CLS] and [SEP]. */
    public int countTokens(String text) {
        return tokenizer.encode(text).length;
    }

    /** Width of the vectors that {@code encode} gives. */
    public int hiddenSize() {
        return hiddenSize;
    }

    /** Most tokens that the model reads at once, [CLS] and [SEP] included. */
    public int maxLength() {
        return maxLength;
    }

    /** How many texts so far were longer than {@link #maxLength} and were cut, see {@link io.github.electra4j.task.LongTexts}. */
    public long cutTexts() {
        return known == null ? 0 : known.cutTexts();
    }

    /** The same of the texts around pairs of entities, as the relation model of an extraction reads them; none of a model for anything else. */
    public OptionalLong cutPairs() {
        return known == null ? OptionalLong.empty() : known.cutPairs();
    }

    /** What was cut so far, as sentences: one for each network that something was cut for. */
    public List<String> cutSaid() {
        return known == null ? List.of() : known.cutSaid();
    }

    /** Frees the model; whoever asks it afterwards is told so by an {@link IllegalStateException}. */
    @Override
    public void close() {
        batches.close();
        engine.close();
        if (second != null) {
            second.close();
        }
    }
}
