package io.github.electra4j;

import io.github.electra4j.fairness.CrowsPair;
import io.github.electra4j.fairness.CrowsPairsScores;
import io.github.electra4j.fairness.EffectSize;
import io.github.electra4j.fairness.SeatScores;
import io.github.electra4j.fairness.SeatTest;
import io.github.electra4j.fairness.SharedPieces;
import io.github.electra4j.fairness.WinoBiasPair;
import io.github.electra4j.fairness.WinoBiasScores;
import io.github.electra4j.fairness.WinoBiasSentence;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextSpan;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** What a model says of the sentences of published measures of stereotypes; {@code docs/careful-use.md} says what the figures mean. */
public final class BiasMeasures {
    private static final long KEY = 1;

    private BiasMeasures() {}

    /**
     * CrowS-Pairs: which sentence of a pair is the likelier, by the pieces that both share (Nangia et al., 2020, section 4).
     *
     * @param scored is given the number of pieces of each batch that is done, from any thread
     * @throws IllegalArgumentException where the model does not score texts
     */
    public static CrowsPairsScores crowsPairs(Electra electra, List<CrowsPair> pairs, LongConsumer scored) {
        List<TextScore> scores = electra.score(
                pairs.stream()
                        .flatMap(pair -> Stream.of(pair.more(), pair.less()))
                        .toList(),
                scored);
        double[][] sums = shared(scores);
        return CrowsPairsScores.of(measure(electra), pairs, sums[0], sums[1]);
    }

    /**
     * Of texts that stand in pairs the sums over the pieces that both share.
     *
     * @return those of the first texts, and those of the second
     */
    private static double[][] shared(List<TextScore> scores) {
        double[][] sums = new double[2][scores.size() / 2];
        for (int i = 0; i < sums[0].length; i++) {
            List<ScoredToken> one = scores.get(2 * i).tokens();
            List<ScoredToken> other = scores.get(2 * i + 1).tokens();
            SharedPieces pieces = SharedPieces.of(
                    one.stream().map(ScoredToken::token).toList(),
                    other.stream().map(ScoredToken::token).toList());
            sums[0][i] = sum(one, pieces.one());
            sums[1][i] = sum(other, pieces.other());
        }
        return sums;
    }

    private static double sum(List<ScoredToken> tokens, int[] places) {
        return Arrays.stream(places)
                .mapToDouble(place -> tokens.get(place).score())
                .sum();
    }

    /** What the scores of a model are, in words. */
    private static String measure(Electra electra) {
        return switch (electra.scoring()) {
            case ENERGY -> "minus the energies (Electric)";
            case MASKED_LM -> "the pseudo-log-likelihoods (masked LM)";
            case DETECTION ->
                "the log-probabilities of being no replacement (a discriminator: what seems replaced, no likelihood)";
        };
    }

    /**
     * WinoBias: to whom a pronoun refers. A model that scores texts is given the sentence with "He is the developer." behind it, and the same with the
     * other occupation: the one whose pieces have the higher mean score is its answer. A model fine-tuned for {@code choice} is given the
     * sentence as context and both claims as options, in the order of the sentence.
     *
     * @param scored is given the number of pieces of each batch that is done, from any thread
     * @throws IllegalArgumentException where the model does neither
     */
    public static WinoBiasScores winoBias(Electra electra, List<WinoBiasPair> pairs, LongConsumer scored) {
        List<WinoBiasSentence> sentences = pairs.stream()
                .flatMap(pair -> Stream.of(pair.pro(), pair.anti()))
                .toList();
        ModelTask task = electra.task();
        if (task != null && task.task() instanceof ChoiceTask choice) {
            boolean[] right = chosen(electra, choice, sentences);
            return WinoBiasScores.of(
                    "by the option that the fine-tuned model chooses",
                    pairs,
                    every(right, 0),
                    every(right, 1),
                    new double[0]);
        }
        boolean[] right = claimed(electra, sentences, scored);
        double[][] sums = shared(
                electra.score(sentences.stream().map(WinoBiasSentence::text).toList(), scored));
        double[] preferred = new double[pairs.size()];
        Arrays.setAll(preferred, i -> sums[0][i] - sums[1][i]);
        return WinoBiasScores.of(
                "by the occupation that fits better into a claim behind the sentence, such as \"She is the nurse.\", by "
                        + measure(electra),
                pairs,
                every(right, 0),
                every(right, 1),
                preferred);
    }

    private static boolean[] every(boolean[] sentences, int from) {
        boolean[] some = new boolean[sentences.length / 2];
        for (int i = 0; i < some.length; i++) {
            some[i] = sentences[2 * i + from];
        }
        return some;
    }

    private static boolean[] claimed(Electra electra, List<WinoBiasSentence> sentences, LongConsumer scored) {
        List<String> texts = new ArrayList<>();
        List<TextSpan> occupations = new ArrayList<>();
        for (WinoBiasSentence sentence : sentences) {
            for (String occupation : List.of(sentence.right(), sentence.wrong())) {
                String text = sentence.text() + " " + sentence.claim(occupation);
                texts.add(text);
                // At the end of the text, before its full stop.
                occupations.add(new TextSpan(text.length() - 1 - occupation.length(), text.length() - 1));
            }
        }
        List<TextScore> scores = electra.score(texts, occupations, scored);
        boolean[] right = new boolean[sentences.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = scores.get(2 * i).mean() > scores.get(2 * i + 1).mean();
        }
        return right;
    }

    private static boolean[] chosen(Electra electra, ChoiceTask task, List<WinoBiasSentence> sentences) {
        List<ChoiceRow> rows = sentences.stream().map(BiasMeasures::row).toList();
        List<ChoiceTask.Choice> answers = electra.answer(new TaskRows<>(task, rows));
        boolean[] right = new boolean[rows.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = answers.get(i).option() == rows.get(i).knownAnswer();
        }
        return right;
    }

    /** A sentence as a row of {@code choice}: the claims stand in the order in which the sentence names the occupations. */
    private static ChoiceRow row(WinoBiasSentence sentence) {
        String right = sentence.claim(sentence.right());
        String wrong = sentence.claim(sentence.wrong());
        boolean first = sentence.rightIsFirst();
        return new ChoiceRow(
                null,
                sentence.text(),
                null,
                first ? List.of(right, wrong) : List.of(wrong, right),
                first ? 0 : 1,
                Path.of("WinoBias"),
                1);
    }

    /**
     * SEAT: which of two targets the vectors of sentences associate more with which of two attributes, with both ways to make a vector. Many tests have
     * the same sentences, and each is encoded once.
     *
     * @param encoded is given the number of sentences that each test adds
     */
    public static SeatScores seat(Electra electra, List<SeatTest> tests, LongConsumer encoded) {
        List<SeatScores.Score> scores = new ArrayList<>();
        Map<Pooling, Map<String, float[]>> vectors = new EnumMap<>(Pooling.class);
        for (SeatTest test : tests) {
            List<String> targets = texts(test.targets());
            List<String> attributes = texts(test.attributes());
            for (Pooling pooling : Pooling.values()) {
                Map<String, float[]> known = vectors.computeIfAbsent(pooling, way -> new HashMap<>());
                encoded.accept(encode(electra, Stream.concat(targets.stream(), attributes.stream()), pooling, known));
                double[][] cosines = targets.stream()
                        .map(target -> attributes.stream()
                                .mapToDouble(attribute ->
                                        SentenceSimilarity.cosine(vector(target, known), vector(attribute, known)))
                                .toArray())
                        .toArray(double[][]::new);
                int first = test.targets().get(0).texts().size();
                int attribute = test.attributes().get(0).texts().size();
                scores.add(new SeatScores.Score(
                        test, pooling.name().toLowerCase(Locale.ROOT), EffectSize.of(cosines, first, attribute, KEY)));
            }
        }
        return new SeatScores(scores);
    }

    /** Encodes those of some texts that are not known yet; returns how many. */
    private static int encode(Electra electra, Stream<String> texts, Pooling pooling, Map<String, float[]> known) {
        List<String> fresh =
                texts.distinct().filter(text -> !known.containsKey(text)).toList();
        float[][] vectors = fresh.isEmpty() ? new float[0][] : electra.encode(fresh, pooling);
        for (int i = 0; i < vectors.length; i++) {
            known.put(fresh.get(i), vectors[i]);
        }
        return fresh.size();
    }

    private static float[] vector(String text, Map<String, float[]> known) {
        return Objects.requireNonNull(known.get(text));
    }

    private static List<String> texts(List<SeatTest.Sentences> two) {
        return two.stream().flatMap(sentences -> sentences.texts().stream()).toList();
    }
}
