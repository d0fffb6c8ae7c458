package io.github.electra4j.task.qa;

import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.CodePoints;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model says to a question.
 *
 * @param context that the answer was sought in
 * @param best the likeliest parts of it, with different texts, the likeliest first; empty where the context has no word
 * @param noAnswer how surely there is no answer: its score less that of the likeliest part, above 0 where it is the likelier; of the joint head the
 *     logit of there being none. Infinite where the context has no word
 * @param noAnswerProbability that there is none; 0 from a model that always answers
 * @param answered whether the first of {@code best} is the answer; else it is that there is none
 */
public record QuestionAnswer(
        String context, List<FoundAnswer> best, double noAnswer, double noAnswerProbability, boolean answered) {
    public QuestionAnswer {
        best = List.copyOf(best);
        if (answered && best.isEmpty()) {
            throw new IllegalArgumentException("an answer without a part of the context");
        }
    }

    /** The answer's text; empty where there is none. */
    public String text() {
        return answered ? best.get(0).text() : "";
    }

    /** Probability of what is said. */
    public double probability() {
        return answered ? best.get(0).probability() : noAnswerProbability;
    }

    /** The text of the likeliest part, whether it is the answer or not; empty where there is no part. */
    String likeliest() {
        return best.isEmpty() ? "" : best.get(0).text();
    }

    /**
     * The fields of a line of a table.
     *
     * @param mayDecline whether it could be said that there is none
     */
    List<String> line(boolean mayDecline) {
        List<String> line = new ArrayList<>(List.of(text()));
        if (answered) {
            // Files count code points, as Python does.
            CodePoints places = CodePoints.of(context);
            line.add(Integer.toString(places.before(best.get(0).start())));
            line.add(Integer.toString(places.before(best.get(0).end())));
        } else {
            line.addAll(List.of("", ""));
        }
        line.add(SixDecimals.text(probability()));
        if (mayDecline) {
            line.add(SixDecimals.text(noAnswerProbability));
        }
        return line;
    }

    /**
     * Writes it to an object.
     *
     * @param mayDecline whether it could be said that there is none
     * @param whole whether with the other parts that it might be
     */
    void write(ObjectNode object, boolean mayDecline, boolean whole) {
        CodePoints places = CodePoints.of(context);
        if (answered) {
            best.get(0).write(object, places);
        } else {
            object.put("answer", "");
            object.putNull("start");
            object.putNull("end");
            object.put("probability", SixDecimals.of(probability()));
        }
        if (mayDecline) {
            object.put("no_answer_probability", SixDecimals.of(noAnswerProbability));
            if (Double.isFinite(noAnswer)) {
                object.put("no_answer_score", SixDecimals.of(noAnswer));
            } else {
                // JSON has no infinity, and a text in the place of a number would be read by nobody.
                object.putNull("no_answer_score");
            }
        }
        if (whole) {
            ArrayNode list = object.putArray("best");
            best.forEach(found -> found.write(list.addObject(), places));
        }
    }
}
