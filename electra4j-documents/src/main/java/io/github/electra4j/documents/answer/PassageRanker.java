package io.github.electra4j.documents.answer;

import io.github.electra4j.documents.index.FoundPassage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How passages that were found for a question are put in order. */
public interface PassageRanker {
    /** In the order of the search, by its scores. */
    PassageRanker BY_WORDS = (questions, found) -> {
        List<double[]> all = new ArrayList<>();
        for (List<FoundPassage> some : found) {
            double best = some.stream().mapToDouble(FoundPassage::score).max().orElse(0);
            double[] weights = some.stream()
                    .mapToDouble(one -> Math.exp(one.score() - best))
                    .toArray();
            double sum = 0;
            for (double weight : weights) {
                sum += weight;
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            all.add(weights);
        }
        return all;
    };

    /**
     * How likely each passage is to answer its question, 0 to 1.
     *
     * @param questions asked
     * @param found for each question its passages
     * @return for each question a probability for each of its passages
     */
    List<double[]> probabilities(List<String> questions, List<List<FoundPassage>> found);

    /** The passages of each question, the likeliest first; of equally likely ones that which was found first. */
    default List<List<RankedPassage>> rank(List<String> questions, List<List<FoundPassage>> found) {
        List<double[]> probabilities = probabilities(questions, found);
        List<List<RankedPassage>> ranked = new ArrayList<>();
        for (int q = 0; q < found.size(); q++) {
            List<FoundPassage> some = found.get(q);
            double[] likely = probabilities.get(q);
            ranked.add(IntStream.range(0, some.size())
                    .mapToObj(i -> new RankedPassage(some.get(i), likely[i]))
                    .sorted(Comparator.comparingDouble(RankedPassage::probability)
                            .reversed())
                    .toList());
        }
        return ranked;
    }
}
