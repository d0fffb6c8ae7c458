package io.github.electra4j.task.qa;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.evaluate.AnswerEvaluation;
import io.github.electra4j.evaluate.AnswerScore;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.JudgedAnswer;
import io.github.electra4j.evaluate.NoAnswerThreshold;
import io.github.electra4j.evaluate.SquadRules;
import io.github.electra4j.task.EmptyTexts;
import io.github.electra4j.task.Excerpt;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.Judgement;
import io.github.electra4j.task.LeastLength;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TextLimit;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finding the part of a text that answers a question, or that it has no answer: the head gives each token a logit of being the answer's start and
 * one of being its end; for no answer [CLS] is both. Or, with the joint head of the ELECTRA authors' code, ends are judged for each of the likeliest
 * starts, and there being no answer by itself.
 */
public final class QuestionAnswering implements Task<Question, QuestionWindow, QuestionAnswer> {
    /** Published for the joint head: starts that ends are sought for, and the threshold and the weight of there being no answer. */
    private static final int BEAM = 20;

    private static final double JOINT_THRESHOLD = -2.75;
    private static final double NO_ANSWER_WEIGHT = 0.5;

    /** What people read where there is no answer. */
    private static final String NONE = "(no answer)";

    /** Figures that are means over the questions. */
    private static final Map<String, ToDoubleFunction<AnswerScore>> MEANS =
            Map.of("exact", AnswerScore::exact, "f1", AnswerScore::f1);

    /** The option that asks for the head of the ELECTRA authors' code. */
    public static final Map<String, String> PUBLISHED_HEAD = Map.of(QuestionKind.HEAD, QuestionKind.JOINT);

    /** How its rows are read. */
    public static final TaskKind<Question> KIND = new QuestionKind();

    private final QuestionSettings settings;
    private final AnswerStarts starts;
    private final boolean mayDecline;
    private final double threshold;
    private final boolean joint;
    private final QuestionWindows windows;

    /**
     * @param starts what is done about answers that do not stand where they should
     * @param mayDecline whether it may be said that there is no answer
     * @param threshold that is said where it is surer than this, see {@link QuestionAnswer#noAnswer}
     * @param joint whether the head is that of the authors' code
     */
    QuestionAnswering(
            QuestionSettings settings, AnswerStarts starts, boolean mayDecline, double threshold, boolean joint) {
        this.settings = settings;
        this.starts = starts;
        this.mayDecline = mayDecline;
        this.threshold = threshold;
        this.joint = joint;
        this.windows = new QuestionWindows(settings, starts, joint);
    }

    /**
     * The task that these questions teach: with no answer among what may be said where one of them has none.
     *
     * @throws IllegalArgumentException where an answer to be learned does not stand where its file says, and nothing else was said about that
     */
    public static QuestionAnswering of(List<Question> train, TaskOptions options) {
        options.requireOnly(
                QuestionKind.NAME,
                QuestionSettings.STRIDE,
                QuestionSettings.QUESTION_LENGTH,
                QuestionSettings.ANSWER_LENGTH,
                QuestionSettings.BEST,
                QuestionKind.STARTS,
                QuestionKind.MADE,
                QuestionKind.HEAD);
        boolean joint = options.choice(QuestionKind.HEAD, QuestionKind.SIMPLE, QuestionKind.SIMPLE, QuestionKind.JOINT)
                .equals(QuestionKind.JOINT);
        QuestionSettings settings = QuestionSettings.of(options);
        String refuse = AnswerStarts.REFUSE.word();
        String repair = AnswerStarts.REPAIR.word();
        String leaveOut = AnswerStarts.LEAVE_OUT.word();
        AnswerStarts starts = AnswerStarts.of(options.choice(QuestionKind.STARTS, refuse, refuse, repair, leaveOut));
        boolean mayDecline = false;
        for (Question question : train) {
            List<GoldAnswer> answers = question.knownAnswers();
            mayDecline |= answers.isEmpty();
            String fault = answers.isEmpty() ? null : AnswerStarts.fault(answers.get(0), question.context());
            if (fault != null && starts == AnswerStarts.REFUSE) {
                throw new IllegalArgumentException(question.place() + ": " + fault
                        + "; correct the file, or choose --task-option " + QuestionKind.STARTS + "=" + repair
                        + " (the nearest place is learned) or " + QuestionKind.STARTS + "=" + leaveOut);
            }
        }
        return new QuestionAnswering(settings, starts, mayDecline, joint ? JOINT_THRESHOLD : 0, joint);
    }

    @Override
    public TaskKind<Question> kind() {
        return KIND;
    }

    @Override
    public int outputs() {
        return 2 + (joint ? BEAM : 0);
    }

    @Override
    public Architecture architecture(boolean paper) {
        return joint ? Architecture.JOINT_ANSWERER : Architecture.ANSWERER;
    }

    @Override
    public List<String> outputNames() {
        return List.of();
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> kept = new TreeMap<>(settings.values());
        kept.put(QuestionKind.STARTS, starts.word());
        kept.put(QuestionKind.MAY_DECLINE, mayDecline);
        kept.put(QuestionKind.THRESHOLD, threshold);
        kept.put(QuestionKind.HEAD, joint ? QuestionKind.JOINT : QuestionKind.SIMPLE);
        return kept;
    }

    /** Whether it may be said that there is no answer. */
    public boolean mayDecline() {
        return mayDecline;
    }

    /** That there is no answer is said where {@link QuestionAnswer#noAnswer} is above this. */
    public double threshold() {
        return threshold;
    }

    @Override
    public List<QuestionWindow> windows(Question row, WordPieceTokenizer tokenizer, int maxLength) {
        return windows.of(row, tokenizer, maxLength);
    }

    @Override
    public LeastLength leastLength() {
        return settings.leastLength();
    }

    /** Contexts are read in windows; questions alone are cut. */
    @Override
    public TextLimit limit(int maxLength) {
        return new TextLimit("questions", settings.questionLength(), "word pieces");
    }

    /**
     * The mean of the cross-entropies of start and end over the tokens of a window, as Hugging Face's model and the authors' code have it; with the joint
     * head half the binary cross-entropy of there being no answer besides, where questions may have none.
     */
    @Override
    public void learn(List<QuestionWindow> some, int start, TaskLoss loss) {
        int at = start;
        for (QuestionWindow window : some) {
            if (window.target() != null) {
                loss.crossEntropy(at, outputs(), window.rows(), window.targetStart(), 0.5);
                loss.crossEntropy(at + (joint ? 2 : 1), outputs(), window.rows(), window.targetEnd(), 0.5);
                if (joint && mayDecline) {
                    loss.binaryCrossEntropy(at + 1, window.targetStart() == 0, NO_ANSWER_WEIGHT);
                }
            }
            at += outputs() * window.rows();
        }
    }

    @Override
    public QuestionAnswer answer(Question row, List<QuestionWindow> all, float[] scores, int start) {
        AnswerSearch search = new AnswerSearch(settings);
        if (joint) {
            search.lookJointly(all, scores, start, outputs());
        } else {
            search.look(all, scores, start);
        }
        return search.answer(row.context(), all.get(0).context(), mayDecline, threshold);
    }

    @Override
    public void check(List<Question> rows) {
        rows.forEach(Question::knownAnswers);
    }

    @Override
    public List<String> remarks(List<Question> rows) {
        List<String> remarks = new ArrayList<>();
        long made = rows.stream().filter(OtherContexts::isMade).count();
        if (made > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d questions are of these rows, asked of another context that does not have the answer",
                    made,
                    rows.size()));
        }
        remarks.addAll(EmptyTexts.remarks(rows, row -> row.question().isBlank(), "questions"));
        remarks.addAll(starts.remarks(rows));
        return remarks;
    }

    /** By the rules of SQuAD 2.0 where some question has no answer, or the model may give none; else by those of 1.1. */
    @Override
    public Evaluation evaluate(List<Question> rows, List<QuestionAnswer> answers) {
        List<JudgedAnswer> judged = judged(rows, answers);
        return allAnswerable(judged)
                ? AnswerEvaluation.answerable(judged)
                : AnswerEvaluation.withUnanswerable(judged, givenUpTo());
    }

    /** Exact match and F1 are means over the questions, each of which is judged once. */
    @Override
    public ToDoubleFunction<int[]> drawn(List<Question> rows, List<QuestionAnswer> answers, String metric) {
        ToDoubleFunction<AnswerScore> figure = MEANS.get(metric);
        if (figure == null) {
            return Task.super.drawn(rows, answers, metric);
        }
        List<JudgedAnswer> judged = judged(rows, answers);
        boolean answerable = allAnswerable(judged);
        double[] scores = judged.stream()
                .map(each ->
                        answerable ? each.score(SquadRules.SQUAD_1_1) : each.score(SquadRules.SQUAD_2_0, givenUpTo()))
                .mapToDouble(figure)
                .toArray();
        return drawn ->
                Arrays.stream(drawn).mapToDouble(i -> scores[i]).average().orElseThrow();
    }

    private boolean allAnswerable(List<JudgedAnswer> judged) {
        return !mayDecline && judged.stream().allMatch(JudgedAnswer::hasAnswer);
    }

    /** The threshold up to which an answer is given. */
    private double givenUpTo() {
        return mayDecline ? threshold : Double.POSITIVE_INFINITY;
    }

    /** By question word, for questions in English. */
    @Override
    public Map<String, Evaluation> parts(List<Question> rows, List<QuestionAnswer> answers) {
        Map<String, Evaluation> parts = new LinkedHashMap<>();
        for (String group : QuestionWord.GROUPS) {
            int[] members = IntStream.range(0, rows.size())
                    .filter(i -> QuestionWord.of(rows.get(i).question()).equals(group))
                    .toArray();
            if (members.length > 0) {
                parts.put(
                        group,
                        evaluate(
                                Arrays.stream(members).mapToObj(rows::get).toList(),
                                Arrays.stream(members).mapToObj(answers::get).toList()));
            }
        }
        return parts.size() == 1 ? Map.of() : parts;
    }

    @Override
    public String partName() {
        return "question word";
    }

    /** The weight of an error is the probability of the answer times what its F1 lacks. */
    @Override
    public Judgement judged(Question row, QuestionAnswer answer) {
        List<String> gold = row.answerTexts();
        SquadRules rules = mayDecline || gold.isEmpty() ? SquadRules.SQUAD_2_0 : SquadRules.SQUAD_1_1;
        double lacking = 1 - rules.score(gold, answer.text()).f1();
        return new Judgement(
                Excerpt.beginning(row.question()) + " [SEP] "
                        + shown(row, answer.answered() ? answer.best().get(0) : null),
                gold.isEmpty() ? NONE : String.join(" / ", new LinkedHashSet<>(gold)),
                Judgement.sure(answer.answered() ? Excerpt.beginning(answer.text()) : NONE, answer.probability()),
                // An answer that is wrong may have any probability.
                lacking == 0 ? 0 : Math.max(lacking * answer.probability(), Double.MIN_VALUE));
    }

    private static String shown(Question row, @Nullable FoundAnswer found) {
        return found == null
                ? Excerpt.beginning(row.context())
                : Excerpt.around(row.context(), found.start(), found.end());
    }

    private static List<JudgedAnswer> judged(List<Question> rows, List<QuestionAnswer> answers) {
        List<JudgedAnswer> judged = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            QuestionAnswer answer = answers.get(i);
            judged.add(new JudgedAnswer(rows.get(i).answerTexts(), answer.likeliest(), answer.noAnswer()));
        }
        return judged;
    }

    /** With the threshold that gives the best F1 on these rows. */
    @Override
    public QuestionAnswering tuned(List<Question> rows, List<QuestionAnswer> answers, Fitting wanted) {
        return mayDecline
                ? new QuestionAnswering(
                        settings,
                        starts,
                        true,
                        NoAnswerThreshold.best(judged(rows, answers), AnswerScore::f1)
                                .apart(),
                        joint)
                : this;
    }

    @Override
    public Map<String, Object> chosen() {
        return mayDecline ? Map.of(QuestionKind.THRESHOLD, threshold) : Map.of();
    }

    @Override
    public String metric() {
        return KIND.metric();
    }

    @Override
    public String stratum(Question row) {
        return row.knownAnswers().isEmpty() ? "no answer" : "";
    }

    /** The share of questions without an answer. */
    @Override
    public List<Double> prior(List<Question> rows) {
        long none = rows.stream().filter(row -> row.knownAnswers().isEmpty()).count();
        return List.of((double) none / rows.size());
    }

    @Override
    public QuestionAnswer priorAnswer(Question row, List<Double> prior) {
        return new QuestionAnswer(row.context(), List.of(), threshold + 1, 1, false);
    }

    @Override
    public String priorName() {
        return "answer that there is none";
    }

    @Override
    public List<String> columns(boolean whole) {
        return mayDecline
                ? List.of("answer", "start", "end", "probability", "no_answer_probability")
                : List.of("answer", "start", "end", "probability");
    }

    @Override
    public List<List<String>> lines(QuestionAnswer answer, boolean whole) {
        return List.of(answer.line(mayDecline));
    }

    @Override
    public void write(QuestionAnswer answer, boolean whole, ObjectNode object) {
        answer.write(object, mayDecline, whole);
    }
}
