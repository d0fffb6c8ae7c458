package io.github.electra4j.cli.quickstart;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.data.Gloss;
import io.github.electra4j.data.WrongWordProbe;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A few texts with what the models say of them: the first that fit, not the best.
 *
 * @param detections glosses with an exchanged word
 * @param predictions glosses with their class
 */
public record Samples(List<Detection> detections, List<Row> predictions) {
    private static final int DETECTIONS = 3;
    private static final int PREDICTIONS = 6;

    /** Longer ones fill a screen. */
    private static final int MOST_WORDS = 16;

    /**
     * A gloss with an exchanged word.
     *
     * @param from where that word begins, in UTF-16 units
     * @param to behind its end
     */
    public record Detection(WrongWordProbe.Item item, List<DetectedToken> tokens, int from, int to) {
        /** Whether a token is of the exchanged word. */
        public boolean isExchanged(DetectedToken token) {
            return token.start() >= from && token.end() <= to;
        }
    }

    /** A gloss, its class, and the class that the model gives it. */
    public record Row(Gloss gloss, ClassPrediction prediction) {
        /** Text, class, predicted class, probability. */
        public List<String> cells() {
            return List.of(
                    gloss.text(),
                    gloss.lexicographerClass(),
                    prediction.label(),
                    String.format(Locale.ROOT, "%.2f", prediction.probability()));
        }
    }

    /** Asks the models. */
    public static Samples of(WrongWordProbe probe, List<Gloss> test, Electra discriminator, Electra classifier) {
        List<Detection> detections = new ArrayList<>();
        for (WrongWordProbe.Item item : probe.items()) {
            if (detections.size() < DETECTIONS && item.words().size() <= MOST_WORDS) {
                int from =
                        String.join(" ", item.words().subList(0, item.index())).length() + (item.index() > 0 ? 1 : 0);
                int to = from + item.words().get(item.index()).length();
                detections.add(new Detection(item, discriminator.detect(item.text()), from, to));
            }
        }
        List<Gloss> glosses = test.stream()
                .filter(gloss -> gloss.text().split(" ", -1).length <= MOST_WORDS)
                .limit(PREDICTIONS)
                .toList();
        List<Prediction> predictions = classifier.predict(glosses.stream()
                .map(gloss -> LabeledText.of(gloss.text(), null))
                .toList());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < glosses.size(); i++) {
            rows.add(new Row(glosses.get(i), (ClassPrediction) predictions.get(i)));
        }
        return new Samples(detections, rows);
    }
}
