package io.github.electra4j.task.tagging;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.evaluate.Chunk;
import io.github.electra4j.evaluate.ChunkConfusion;
import io.github.electra4j.evaluate.ChunkScores;
import io.github.electra4j.evaluate.ConfusionTable;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.Judgement;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.NearestName;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tagging the words of a text, by the first piece of each: entities and chunks, which are learned in BIOES whatever the file's scheme
 * is, or plain tags, such as parts of speech.
 */
public final class Tagging implements Task<TaggedText, TagWindow, Tags> {
    /** How its rows are read. */
    public static final TaskKind<TaggedText> KIND = new TaggingKind();

    /** Labels by id. */
    private final List<String> labels;
    /** Of the labels. */
    private final TagScheme inside;
    /** Of the files. */
    private final TagScheme outside;

    private final int stride;
    /** How much each label counts in the loss; empty where all count the same. */
    private final List<Double> weights;

    private final SoundTags sound;
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    Tagging(List<String> labels, TagScheme outside, int stride) {
        this(labels, outside, stride, List.of());
    }

    private Tagging(List<String> labels, TagScheme outside, int stride, List<Double> weights) {
        this.weights = List.copyOf(weights);
        this.labels = List.copyOf(labels);
        this.outside = outside;
        this.stride = stride;
        inside = outside == TagScheme.PLAIN
                ? TagScheme.PLAIN
                : TagScheme.of(labels.stream().map(List::of).toList());
        sound = new SoundTags(labels, inside);
        for (int i = 0; i < labels.size(); i++) {
            ids.put(inside == TagScheme.BIOES ? TagScheme.bioes(labels.get(i)) : labels.get(i), i);
        }
    }

    /** The tagging that these rows teach. */
    static Tagging of(List<TaggedText> rows, int stride) {
        Collection<List<String>> tags = rows.stream().map(TaggedText::knownTags).toList();
        TagScheme scheme = TagScheme.of(tags);
        if (scheme == TagScheme.PLAIN) {
            MixedTags.refuse(rows);
        }
        TreeSet<String> all = new TreeSet<>();
        tags.forEach(all::addAll);
        List<String> labels = new ArrayList<>(all);
        if (scheme != TagScheme.PLAIN) {
            labels = new ArrayList<>(List.of("O"));
            for (String type : types(all)) {
                for (String letter : List.of("B", "I", "E", "S")) {
                    labels.add(letter + "-" + type);
                }
            }
        }
        if (labels.size() < 2) {
            throw new IllegalArgumentException(rows.get(0).file() + ": all words have the tag \"" + labels.get(0)
                    + "\"; tagging needs at least two");
        }
        return new Tagging(labels, scheme, stride);
    }

    private static NavigableSet<String> types(Collection<String> tags) {
        NavigableSet<String> types = new TreeSet<>();
        tags.stream().filter(tag -> !tag.equals("O")).map(Chunk::type).forEach(types::add);
        return types;
    }

    /** The types of the chunks that it finds, or the tags where they are plain. */
    public List<String> types() {
        return inside == TagScheme.PLAIN ? labels : List.copyOf(types(labels));
    }

    /** The scheme of the files that it was learned from, and of the tags that it gives. */
    public TagScheme scheme() {
        return outside;
    }

    @Override
    public TaskKind<TaggedText> kind() {
        return KIND;
    }

    @Override
    public int outputs() {
        return labels.size();
    }

    @Override
    public Architecture architecture(boolean paper) {
        return Architecture.TAGGER;
    }

    @Override
    public List<String> outputNames() {
        return labels;
    }

    @Override
    public Map<String, Object> settings() {
        return new TreeMap<>(
                Map.of(TaggingKind.SCHEME, outside.name().toLowerCase(Locale.ROOT), TaggingKind.STRIDE, stride));
    }

    @Override
    public List<TagWindow> windows(TaggedText row, WordPieceTokenizer tokenizer, int maxLength) {
        int[] targets = row.tags() == null ? new int[0] : targets(row);
        return TagWindows.of(row, targets, tokenizer, maxLength, stride);
    }

    /** Ids of the words' labels. One that only a model by somebody else can lack counts as the first: such a model is not trained. */
    private int[] targets(TaggedText row) {
        return inside.rewrite(row.knownTags()).stream()
                .mapToInt(tag -> ids.getOrDefault(tag, 0))
                .toArray();
    }

    @Override
    public void learn(List<TagWindow> windows, int start, TaskLoss loss) {
        int[] targets = windows.get(0).targets();
        for (int i = 0; i < targets.length; i++) {
            loss.crossEntropy(start + i * outputs(), 1, outputs(), targets[i], weight(targets[i]));
        }
    }

    @Override
    public int[] classes(TaggedText row) {
        return targets(row);
    }

    @Override
    public Tagging weighted(List<Double> byLabel) {
        return new Tagging(labels, outside, stride, byLabel);
    }

    private double weight(int id) {
        return weights.isEmpty() ? 1 : weights.get(id);
    }

    @Override
    public double terms(TagWindow window) {
        return Arrays.stream(window.targets()).mapToDouble(this::weight).sum();
    }

    @Override
    public Tags answer(TaggedText row, List<TagWindow> windows, float[] scores, int start) {
        // Windows stand in the order of their words, and each word is in one.
        double[][] logs = new double[row.words().size()][];
        for (int w = 0; w < logs.length; w++) {
            logs[w] = SoundTags.logSoftmax(scores, start + w * outputs(), outputs());
        }
        int[] path = sound.of(logs);
        double[] probabilities = new double[path.length];
        Arrays.setAll(probabilities, w -> Math.exp(logs[w][path[w]]));
        List<String> found = Arrays.stream(path).mapToObj(labels::get).toList();
        return tags(row, found, outside.rewrite(found), probabilities);
    }

    /**
     * An answer.
     *
     * @param found tags of any scheme, whose chunks it has
     * @param written the tags as it says them
     */
    private Tags tags(TaggedText row, List<String> found, List<String> written, double[] probabilities) {
        List<Chunk> chunks = new ArrayList<>();
        if (inside == TagScheme.PLAIN) {
            for (int w = 0; w < found.size(); w++) {
                chunks.add(new Chunk(w, w + 1, found.get(w)));
            }
        } else {
            chunks.addAll(Chunk.of(found));
        }
        List<TaggedSpan> spans = new ArrayList<>();
        for (Chunk chunk : chunks) {
            int start = row.words().get(chunk.start()).start();
            int end = row.words().get(chunk.end() - 1).end();
            double least = Arrays.stream(probabilities, chunk.start(), chunk.end())
                    .min()
                    .orElseThrow();
            spans.add(new TaggedSpan(start, end, chunk.type(), row.text().substring(start, end), least));
        }
        return new Tags(row, written, Arrays.stream(probabilities).boxed().toList(), spans);
    }

    /** Refuses a tag that no training row had, or a type of which none was. */
    @Override
    public void check(List<TaggedText> rows) {
        for (TaggedText row : rows) {
            for (int w = 0; w < row.words().size(); w++) {
                String tag = row.knownTags().get(w);
                boolean known = inside == TagScheme.PLAIN
                        ? ids.containsKey(tag)
                        : tag.equals("O") || (TagScheme.isOfChunk(tag) && ids.containsKey(known(Chunk.type(tag))));
                if (!known) {
                    String name = inside == TagScheme.PLAIN ? tag : Chunk.type(tag);
                    String nearest = NearestName.of(name, types());
                    throw new IllegalArgumentException(row.place(w) + ": unknown tag \"" + tag + "\" of the word \""
                            + row.word(w) + "\"; the training rows have "
                            + (inside == TagScheme.PLAIN ? "" : "O and, with B-, I- and so on before them, ")
                            + LabelSet.listed(types())
                            + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
                }
            }
        }
    }

    /** A label of a type, by which it is known. */
    private String known(String type) {
        return (inside == TagScheme.IOB1 ? "I-" : "B-") + type;
    }

    @Override
    public List<String> remarks(List<TaggedText> rows) {
        return TagRemarks.of(rows, inside == TagScheme.PLAIN);
    }

    @Override
    public Evaluation evaluate(List<TaggedText> rows, List<Tags> answers) {
        if (inside == TagScheme.PLAIN) {
            int[] gold = rows.stream()
                    .flatMap(row -> row.knownTags().stream())
                    .mapToInt(labels::indexOf)
                    .toArray();
            int[] predicted = answers.stream()
                    .flatMap(answer -> answer.tags().stream())
                    .mapToInt(labels::indexOf)
                    .toArray();
            ConfusionTable table = ConfusionTable.of(gold, predicted, labels);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("accuracy", table.accuracy());
            figures.put("macro_f1", table.macroF1());
            return new Evaluation(rows.size(), figures, table);
        }
        return scores(rows, answers).evaluate();
    }

    @Override
    public ToDoubleFunction<int[]> drawn(List<TaggedText> rows, List<Tags> answers, String metric) {
        if (inside == TagScheme.PLAIN) {
            return Task.super.drawn(rows, answers, metric);
        }
        ChunkScores scores = scores(rows, answers);
        return drawn -> scores.evaluate(drawn).figure(metric);
    }

    private ChunkScores scores(List<TaggedText> rows, List<Tags> answers) {
        List<List<String>> gold = rows.stream().map(TaggedText::knownTags).toList();
        List<List<String>> predicted = answers.stream().map(Tags::tags).toList();
        // conlleval's accuracy is of the tags as they stand; of two schemes none would be, and equal chunks have equal
        // tags in one.
        return TagScheme.of(gold) == outside
                ? ChunkScores.of(each(gold, Tagging::withUsualLetters), predicted, types())
                : ChunkScores.of(
                        each(gold, TagScheme.IOB2::rewrite), each(predicted, TagScheme.IOB2::rewrite), types());
    }

    /** E and S for L and U, which answers do not have. */
    private static List<String> withUsualLetters(List<String> tags) {
        return tags.stream().map(TagScheme::bioes).toList();
    }

    private static List<List<String>> each(List<List<String>> sentences, UnaryOperator<List<String>> change) {
        return sentences.stream().map(change).toList();
    }

    /** Of chunks, by their types: those whose bounds are right, and beside them those that were missed or are none. */
    @Override
    public @Nullable ConfusionTable confusion(List<TaggedText> rows, List<Tags> answers) {
        if (inside == TagScheme.PLAIN) {
            return evaluate(rows, answers).confusion();
        }
        ChunkConfusion confusion = new ChunkConfusion();
        for (int i = 0; i < rows.size(); i++) {
            confusion.add(
                    Chunk.of(rows.get(i).knownTags()), Chunk.of(answers.get(i).tags()));
        }
        return confusion.table(types());
    }

    @Override
    public Judgement judged(TaggedText row, Tags answer) {
        return new TagErrors(row, answer, inside == TagScheme.PLAIN).judged();
    }

    @Override
    public String metric() {
        return inside == TagScheme.PLAIN ? "accuracy" : KIND.metric();
    }

    /** The share of each label by id. */
    @Override
    public List<Double> prior(List<TaggedText> rows) {
        long[] counts = new long[labels.size()];
        long words = 0;
        for (TaggedText row : rows) {
            for (int id : targets(row)) {
                counts[id]++;
                words++;
            }
        }
        double all = words;
        return Arrays.stream(counts).mapToObj(n -> n / all).toList();
    }

    /** All words have the tag that most of the training words have as their files write it: I-NP in place of its I-NP and E-NP. */
    @Override
    public Tags priorAnswer(TaggedText row, List<Double> prior) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int id = 0; id < prior.size(); id++) {
            shares.merge(outside.written(labels.get(id)), prior.get(id), Double::sum);
        }
        Map.Entry<String, Double> most = Collections.max(shares.entrySet(), Map.Entry.comparingByValue());
        double[] probabilities = new double[row.words().size()];
        Arrays.fill(probabilities, most.getValue());
        List<String> all = Collections.nCopies(probabilities.length, most.getKey());
        return tags(row, all, all, probabilities);
    }

    @Override
    public String priorName() {
        return "majority tag";
    }

    @Override
    public List<String> columns(boolean whole) {
        return List.of("start", "end", "label", "probability", "text");
    }

    @Override
    public List<List<String>> lines(Tags answer, boolean whole) {
        CodePoints places = CodePoints.of(answer.of().text());
        return answer.spans().stream()
                .map(span -> List.of(
                        Integer.toString(places.before(span.start())),
                        Integer.toString(places.before(span.end())),
                        span.label(),
                        SixDecimals.text(span.probability()),
                        span.text()))
                .toList();
    }

    @Override
    public void write(Tags answer, boolean whole, ObjectNode object) {
        CodePoints places = CodePoints.of(answer.of().text());
        object.put("text", answer.of().text());
        ArrayNode spans = object.putArray("spans");
        answer.spans().forEach(span -> span.write(spans.addObject(), places));
        if (whole) {
            ArrayNode words = object.putArray("words");
            for (int w = 0; w < answer.of().words().size(); w++) {
                words.add(answer.of().word(w));
            }
            ArrayNode tags = object.putArray("tags");
            answer.tags().forEach(tags::add);
        }
    }
}
