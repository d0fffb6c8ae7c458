package io.github.electra4j.documents.measure;

import io.github.electra4j.documents.answer.CrossEncoder;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.index.FoundPassage;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.qa.GoldAnswer;
import io.github.electra4j.task.qa.Question;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes rows that teach a cross-encoder, or a reader, from questions with known passages: beside the right passage of each question wrong ones, drawn from
 * those whose words fit the question best and which hold none of its answers.
 */
public final class TrainingRows {
    private final DocumentIndex index;
    private final PairSettings settings;
    private final RowForm form;
    private long rows;
    private int left;

    /**
     * A maker of rows.
     *
     * @param index that wrong passages are found in
     */
    public TrainingRows(DocumentIndex index, PairSettings settings, RowForm form) {
        this.index = index;
        this.settings = settings;
        this.form = form;
    }

    /** Rows that were written. */
    public long rows() {
        return rows;
    }

    /** Questions that were left out: without an answer, or, for choice, without enough wrong passages. */
    public int left() {
        return left;
    }

    /**
     * Writes the rows of a question, an object a line.
     *
     * @param number of the question, which its draw depends on
     * @throws IllegalArgumentException where its answers are not known
     */
    public void write(Question question, long number, Writer out) throws IOException {
        List<String> answers = question.answerTexts();
        List<String> wrong = answers.isEmpty() ? List.of() : wrong(question, answers, number);
        if (answers.isEmpty() || (form == RowForm.choice && wrong.size() < settings.negatives())) {
            left++;
            return;
        }
        switch (form) {
            case classification -> {
                line(out, pair(question.question(), question.context(), CrossEncoder.RELEVANT));
                for (String passage : wrong) {
                    line(out, pair(question.question(), passage, CrossEncoder.IRRELEVANT));
                }
            }
            case choice -> line(out, choice(question, wrong, number));
            case qa -> {
                line(out, question(question, question.context(), question.knownAnswers()));
                for (String passage : wrong) {
                    line(out, question(question, passage, List.of()));
                }
            }
        }
    }

    private List<String> wrong(Question question, List<String> answers, long number) {
        List<String> words = QuestionCollection.normalized(answers);
        List<String> all = new ArrayList<>(index.search(question.question(), settings.depth()).stream()
                .map(FoundPassage::passage)
                .map(passage -> passage.text())
                .filter(text -> !text.equals(question.context()) && !QuestionCollection.holds(text, words))
                .toList());
        CounterRandom random = CounterRandom.of(settings.seed(), "wrong passages", number, 0);
        List<String> drawn = new ArrayList<>();
        while (drawn.size() < settings.negatives() && !all.isEmpty()) {
            drawn.add(all.remove(random.nextInt(all.size())));
        }
        return drawn;
    }

    private static ObjectNode pair(String question, String passage, String label) {
        return JsonText.object()
                .put("question", question)
                .put("passage", passage)
                .put("label", label);
    }

    private ObjectNode choice(Question question, List<String> wrong, long number) {
        List<String> options = new ArrayList<>(wrong);
        int answer = CounterRandom.of(settings.seed(), "place of the right passage", number, 0)
                .nextInt(wrong.size() + 1);
        options.add(answer, question.context());
        ObjectNode row = JsonText.object().put("context", question.question());
        var list = row.putArray("options");
        options.forEach(list::add);
        return row.put("answer", answer);
    }

    private static ObjectNode question(Question question, String context, List<GoldAnswer> answers) {
        ObjectNode row = JsonText.object().put("question", question.question()).put("context", context);
        var list = row.putArray("answers");
        for (GoldAnswer answer : answers) {
            ObjectNode one = list.addObject().put("text", answer.text());
            if (answer.start() != GoldAnswer.UNSAID) {
                one.put("start", answer.start());
            }
        }
        return row;
    }

    private void line(Writer out, ObjectNode row) throws IOException {
        out.write(JsonText.compact(row));
        out.write('\n');
        rows++;
    }
}
