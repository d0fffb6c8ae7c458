package io.github.electra4j;

import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.extraction.FoundRelation;
import io.github.electra4j.task.qa.FoundAnswer;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.tagging.TaggedSpan;
import io.github.electra4j.task.tagging.TaggedText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a server says as what models say: its places count code points, and become UTF-16 units. */
final class ServiceResults {
    private ServiceResults() {}

    /** Whether something of an input was cut. */
    static boolean isCut(JsonNode result) {
        return result.path("cut").asBoolean(false);
    }

    static Prediction prediction(JsonNode result) {
        JsonNode prediction = result.path("prediction");
        return prediction.isNumber() ? new ValuePrediction(prediction.doubleValue()) : classes(result);
    }

    static ClassPrediction classes(JsonNode result) {
        String label = result.path("prediction").asString("");
        Collection<String> labels = result.path("probabilities").propertyNames();
        double[] probabilities = result.path("probabilities")
                .valueStream()
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
        return new ClassPrediction(new ArrayList<>(labels).indexOf(label), label, probabilities);
    }

    static QuestionAnswer answer(String context, JsonNode result) {
        CodePoints places = CodePoints.of(context);
        List<FoundAnswer> best = result.path("best")
                .valueStream()
                .map(found -> new FoundAnswer(
                        found.path("answer").asString(""),
                        places.unit(found.path("start").intValue()),
                        places.unit(found.path("end").intValue()),
                        Double.NaN,
                        found.path("probability").doubleValue()))
                .toList();
        return new QuestionAnswer(
                context,
                best,
                score(result.path("no_answer_score")),
                result.path("no_answer_probability").asDouble(0),
                result.path("start").isNumber());
    }

    /** Null where there was nothing to choose from, and missing from a model that always answers. */
    private static double score(JsonNode score) {
        return score.isNull() ? Double.POSITIVE_INFINITY : score.asDouble(0);
    }

    static List<TaggedSpan> spans(String text, JsonNode spans) {
        CodePoints places = CodePoints.of(text);
        return spans.valueStream()
                .map(span -> new TaggedSpan(
                        places.unit(span.path("start").intValue()),
                        places.unit(span.path("end").intValue()),
                        span.path("label").asString(""),
                        span.path("text").asString(""),
                        span.path("probability").doubleValue()))
                .toList();
    }

    static Extraction extraction(String text, JsonNode result) {
        List<FoundRelation> relations = result.path("relations")
                .valueStream()
                .map(relation -> new FoundRelation(
                        relation.path("head").intValue(),
                        relation.path("tail").intValue(),
                        relation.path("relation").asString(""),
                        relation.path("probability").doubleValue()))
                .toList();
        return new Extraction(TaggedText.of(text), spans(text, result.path("entities")), relations);
    }

    static List<DetectedToken> tokens(String text, JsonNode result) {
        CodePoints places = CodePoints.of(text);
        return result.path("tokens")
                .valueStream()
                .map(token -> new DetectedToken(
                        token.path("token").asString(""),
                        places.unit(token.path("start").intValue()),
                        places.unit(token.path("end").intValue()),
                        token.path("probability").doubleValue()))
                .toList();
    }

    static Choice choice(JsonNode result) {
        return new Choice(
                result.path("prediction").intValue(),
                result.path("probabilities")
                        .valueStream()
                        .mapToDouble(JsonNode::doubleValue)
                        .toArray());
    }

    static float[] vector(JsonNode result) {
        JsonNode list = result.path("vector");
        float[] vector = new float[list.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = list.get(i).floatValue();
        }
        return vector;
    }
}
