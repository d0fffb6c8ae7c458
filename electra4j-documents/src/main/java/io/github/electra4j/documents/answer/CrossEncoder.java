package io.github.electra4j.documents.answer;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.documents.index.FoundPassage;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that reads question and passage together and says whether the passage answers: fine-tuned for {@code classification} of pairs into
 * {@value #RELEVANT} and others, or for {@code choice} among passages.
 */
public final class CrossEncoder implements PassageRanker {
    /** The label of pairs whose passage answers. */
    public static final String RELEVANT = "relevant";

    /** The label of the others. */
    public static final String IRRELEVANT = "irrelevant";

    private final Electra model;
    private final Task<?, ?, ?> task;
    private final int relevant;
    private final double searchWeight;

    /**
     * A model, which its owner closes, beside the search.
     *
     * @throws IllegalArgumentException where it was fine-tuned for something else
     */
    public CrossEncoder(Electra model) {
        this(model, 1);
    }

    /**
     * The same with another weight of the search.
     *
     * @param searchWeight exponent of the share that {@link PassageRanker#BY_WORDS} gives a passage; 0 leaves the model alone
     */
    public CrossEncoder(Electra model, double searchWeight) {
        checkWeight(searchWeight);
        this.model = model;
        this.searchWeight = searchWeight;
        ModelTask known = model.knownTask();
        this.task = known.task();
        if (task instanceof TextClassification classes) {
            this.relevant = classes.labels().names().indexOf(RELEVANT);
            if (relevant < 0) {
                throw new IllegalArgumentException("the model that ranks passages has the labels "
                        + classes.labels().names() + ", expected " + RELEVANT
                        + " among them; `electra index-pairs` makes"
                        + " the rows to fine-tune one");
            }
        } else if (task instanceof ChoiceTask) {
            this.relevant = -1;
        } else {
            throw new IllegalArgumentException("the model that ranks passages is for " + task.name()
                    + ", expected one for classification of pairs, or for choice");
        }
    }

    /** Refuses an exponent of the search's share that cannot be. */
    public static void checkWeight(double searchWeight) {
        if (!(searchWeight >= 0) || Double.isInfinite(searchWeight)) {
            throw new IllegalArgumentException("searchWeight: " + searchWeight + ", expected 0 or more");
        }
    }

    @Override
    public List<double[]> probabilities(List<String> questions, List<List<FoundPassage>> found) {
        List<double[]> said =
                task instanceof ChoiceTask choice ? chosen(choice, questions, found) : classified(questions, found);
        return searchWeight == 0 ? said : joined(said, BY_WORDS.probabilities(questions, found), searchWeight);
    }

    /** The products of what the model and the search say, made to sum to 1 over the passages of a question. */
    static List<double[]> joined(List<double[]> said, List<double[]> searched, double searchWeight) {
        List<double[]> all = new ArrayList<>();
        for (int q = 0; q < said.size(); q++) {
            double[] product = new double[said.get(q).length];
            double sum = 0;
            for (int i = 0; i < product.length; i++) {
                product[i] = said.get(q)[i] * Math.pow(searched.get(q)[i], searchWeight);
                sum += product[i];
            }
            for (int i = 0; i < product.length && sum > 0; i++) {
                product[i] /= sum;
            }
            all.add(product);
        }
        return all;
    }

    private List<double[]> classified(List<String> questions, List<List<FoundPassage>> found) {
        List<LabeledText> pairs = new ArrayList<>();
        for (int q = 0; q < found.size(); q++) {
            for (FoundPassage passage : found.get(q)) {
                pairs.add(LabeledText.of(questions.get(q), passage.passage().text()));
            }
        }
        List<Prediction> predictions = pairs.isEmpty() ? List.of() : model.predict(pairs);
        List<double[]> all = new ArrayList<>();
        int at = 0;
        for (List<FoundPassage> some : found) {
            double[] likely = new double[some.size()];
            for (int i = 0; i < likely.length; i++) {
                likely[i] = ((ClassPrediction) predictions.get(at++)).probabilities()[relevant];
            }
            all.add(likely);
        }
        return all;
    }

    private List<double[]> chosen(ChoiceTask choice, List<String> questions, List<List<FoundPassage>> found) {
        List<ChoiceRow> rows = new ArrayList<>();
        for (int q = 0; q < found.size(); q++) {
            if (found.get(q).size() > 1) {
                List<String> options = found.get(q).stream()
                        .map(passage -> passage.passage().text())
                        .toList();
                rows.add(ChoiceRow.of(questions.get(q), null, options));
            }
        }
        List<Choice> choices = rows.isEmpty() ? List.of() : model.answer(new TaskRows<>(choice, rows));
        List<double[]> all = new ArrayList<>();
        int at = 0;
        for (List<FoundPassage> some : found) {
            all.add(
                    switch (some.size()) {
                        case 0 -> new double[0];
                        case 1 -> new double[] {1};
                        default -> choices.get(at++).probabilities();
                    });
        }
        return all;
    }
}
