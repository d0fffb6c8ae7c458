package io.github.electra4j.task.extraction;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.ExtractionScores;
import io.github.electra4j.evaluate.ExtractionScores.Entity;
import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.Answering;
import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.Judgement;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextLimit;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.extraction.Candidates.Pair;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.tagging.TagWindow;
import io.github.electra4j.task.tagging.TaggedSpan;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.task.tagging.Tagging;
import io.github.electra4j.task.tagging.Tags;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finding entities and the relations between them, by two networks: a tagger, whose windows and scores are this task's, and one that is asked
 * about every two entities that may be related (the pipeline of Zhong and Chen, NAACL 2021, section 3: separate encoders, markers with types).
 *
 * @param tagging of the entities
 * @param relations of two entities; {@link #NONE} is one of them
 * @param candidates which two are asked about
 */
public record ExtractionTask(Tagging tagging, RelationTask relations, Candidates candidates)
        implements Task<ExtractionRow, TagWindow, Extraction> {
    /** How its rows are read. */
    public static final TaskKind<ExtractionRow> KIND = new ExtractionKind();

    /** What two entities have that are not related. */
    public static final String NONE = "no_relation";

    private static final String NEGATIVES = "negatives";
    private static final String MAX_DISTANCE = "max_distance";
    private static final String STRIDE = "stride";
    private static final String MARKERS = "markers";

    /** Pairs that are asked about at once: beside them, the heap stays small. */
    private static final int PORTION = 4096;

    static ExtractionTask learned(List<ExtractionRow> train, TaskOptions options) {
        options.requireOnly(KIND.name(), STRIDE, MARKERS, NEGATIVES, MAX_DISTANCE);
        Candidates candidates = Candidates.of(train, options.whole(MAX_DISTANCE, -1, 0));
        List<RelationRow> pairs = PairRows.toLearn(train, candidates, negatives(options));
        Map<String, String> ofRelations = new HashMap<>(Map.of("none", NONE));
        copy(options, MARKERS, ofRelations);
        Map<String, String> ofTags = new HashMap<>();
        copy(options, STRIDE, ofTags);
        return new ExtractionTask(
                (Tagging) Tagging.KIND.learned(tagged(train), new TaskOptions(ofTags)),
                (RelationTask) RelationTask.KIND.learned(pairs, new TaskOptions(ofRelations)),
                candidates);
    }

    private static void copy(TaskOptions options, String name, Map<String, String> to) {
        String value = options.values().get(name);
        if (value != null) {
            to.put(name, value);
        }
    }

    private static int negatives(TaskOptions options) {
        return options.whole(NEGATIVES, 10, 1);
    }

    private static List<TaggedText> tagged(List<ExtractionRow> rows) {
        return rows.stream().map(ExtractionRow::tagged).toList();
    }

    /** The pairs of training rows that the second network learns from, see {@code docs/tasks.md}. */
    public List<RelationRow> pairsToLearn(List<ExtractionRow> rows, TaskOptions options) {
        return PairRows.toLearn(rows, candidates, negatives(options));
    }

    /** The pairs of labelled rows that the second network is asked about where the entities are the true ones. */
    public List<RelationRow> pairs(List<ExtractionRow> rows) {
        return PairRows.all(rows, candidates);
    }

    @Override
    public TaskKind<ExtractionRow> kind() {
        return KIND;
    }

    @Override
    public int outputs() {
        return tagging.outputs();
    }

    @Override
    public Architecture architecture(boolean paper) {
        return tagging.architecture(paper);
    }

    @Override
    public List<String> outputNames() {
        return tagging.outputNames();
    }

    @Override
    public Map<String, Object> settings() {
        return tagging.settings();
    }

    @Override
    public List<TagWindow> windows(ExtractionRow row, WordPieceTokenizer tokenizer, int maxLength) {
        return tagging.windows(row.tagged(), tokenizer, maxLength);
    }

    @Override
    public TextLimit limit(int maxLength) {
        return tagging.limit(maxLength);
    }

    @Override
    public void learn(List<TagWindow> windows, int start, TaskLoss loss) {
        tagging.learn(windows, start, loss);
    }

    /** The entities alone; {@link #completed} adds the relations. */
    @Override
    public Extraction answer(ExtractionRow row, List<TagWindow> windows, float[] scores, int start) {
        return entities(tagging.answer(row.tagged(), windows, scores, start));
    }

    private static Extraction entities(Tags tags) {
        return new Extraction(tags.of(), tags.spans(), List.of());
    }

    @Override
    public List<Extraction> completed(List<Extraction> answers, Answering second) {
        List<List<FoundRelation>> found = new ArrayList<>();
        List<Asked> asked = new ArrayList<>();
        for (Extraction answer : answers) {
            found.add(new ArrayList<>());
            Map<Entity, Integer> numbers = new HashMap<>();
            for (int i = 0; i < answer.entities().size(); i++) {
                numbers.put(answer.entity(i), i);
            }
            for (Pair pair : candidates.among(List.copyOf(numbers.keySet()))) {
                asked.add(new Asked(
                        found.get(found.size() - 1),
                        Objects.requireNonNull(numbers.get(pair.head())),
                        Objects.requireNonNull(numbers.get(pair.tail())),
                        PairRows.of(answer.of(), pair, null)));
                if (asked.size() == PORTION) {
                    ask(asked, second);
                }
            }
        }
        ask(asked, second);
        List<Extraction> completed = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            completed.add(new Extraction(answers.get(i).of(), answers.get(i).entities(), found.get(i)));
        }
        return completed;
    }

    /** A question to the second network, and where its answer belongs. */
    private record Asked(List<FoundRelation> found, int head, int tail, RelationRow row) {}

    private void ask(List<Asked> asked, Answering second) {
        List<Prediction> said = second.answer(
                new TaskRows<>(relations, asked.stream().map(Asked::row).toList()));
        for (int i = 0; i < said.size(); i++) {
            ClassPrediction relation = (ClassPrediction) said.get(i);
            Asked one = asked.get(i);
            if (!relation.label().equals(NONE)) {
                one.found().add(new FoundRelation(one.head(), one.tail(), relation.label(), relation.probability()));
            }
        }
        asked.clear();
    }

    @Override
    public void check(List<ExtractionRow> rows) {
        tagging.check(tagged(rows));
        LabelSet known = relations.relations().labels();
        rows.forEach(row -> row.known().relations().forEach(relation -> known.id(row, relation.name())));
    }

    @Override
    public List<String> remarks(List<ExtractionRow> rows) {
        List<String> remarks = new ArrayList<>(tagging.remarks(tagged(rows)));
        long all = 0;
        long unseen = 0;
        for (ExtractionRow row : rows) {
            all += row.known().relations().size();
            unseen += row.known().relations().stream()
                    .filter(relation -> !candidates.allows(relation.head(), relation.tail()))
                    .count();
        }
        if (unseen > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d relations are between types of entities that no training relation has, or more than %,d characters"
                            + " apart; they cannot be found",
                    unseen,
                    all,
                    candidates.farthest()));
        }
        return remarks;
    }

    /** Strict figures, see {@link ExtractionScores}. */
    @Override
    public Evaluation evaluate(List<ExtractionRow> rows, List<Extraction> answers) {
        return ExtractionScores.of(
                rows.stream().map(ExtractionRow::known).toList(),
                answers.stream().map(Extraction::facts).toList(),
                tagging.types(),
                relations.relations().labels().names().stream()
                        .filter(name -> !name.equals(NONE))
                        .toList());
    }

    @Override
    public Judgement judged(ExtractionRow row, Extraction answer) {
        return new ExtractionErrors(row, answer).judged();
    }

    @Override
    public String metric() {
        return KIND.metric();
    }

    @Override
    public List<Double> prior(List<ExtractionRow> rows) {
        return tagging.prior(tagged(rows));
    }

    @Override
    public Extraction priorAnswer(ExtractionRow row, List<Double> prior) {
        return entities(tagging.priorAnswer(row.tagged(), prior));
    }

    @Override
    public String priorName() {
        return tagging.priorName();
    }

    @Override
    public List<String> columns(boolean whole) {
        return List.of("what", "label", "probability", "start", "end", "text", "tail_start", "tail_end", "tail_text");
    }

    /** A line for each entity, then one for each relation, with the place of its head and that of its tail. */
    @Override
    public List<List<String>> lines(Extraction answer, boolean whole) {
        CodePoints places = CodePoints.of(answer.of().text());
        List<List<String>> lines = new ArrayList<>();
        for (TaggedSpan entity : answer.entities()) {
            List<String> line =
                    new ArrayList<>(List.of("entity", entity.label(), SixDecimals.text(entity.probability())));
            line.addAll(place(entity, places));
            line.addAll(List.of("", "", ""));
            lines.add(line);
        }
        for (FoundRelation relation : answer.relations()) {
            List<String> line =
                    new ArrayList<>(List.of("relation", relation.relation(), SixDecimals.text(relation.probability())));
            line.addAll(place(answer.entities().get(relation.head()), places));
            line.addAll(place(answer.entities().get(relation.tail()), places));
            lines.add(line);
        }
        return lines;
    }

    private static List<String> place(TaggedSpan span, CodePoints places) {
        return List.of(
                Integer.toString(places.before(span.start())),
                Integer.toString(places.before(span.end())),
                span.text());
    }

    @Override
    public void write(Extraction answer, boolean whole, ObjectNode object) {
        CodePoints places = CodePoints.of(answer.of().text());
        object.put("text", answer.of().text());
        ArrayNode entities = object.putArray("entities");
        answer.entities().forEach(span -> span.write(entities.addObject(), places));
        ArrayNode relations = object.putArray("relations");
        for (FoundRelation relation : answer.relations()) {
            relations
                    .addObject()
                    .put("head", relation.head())
                    .put("tail", relation.tail())
                    .put("relation", relation.relation())
                    .put("probability", SixDecimals.of(relation.probability()));
        }
    }
}
