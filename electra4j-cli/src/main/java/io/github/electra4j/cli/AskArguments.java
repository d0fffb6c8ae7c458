package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.documents.answer.CrossEncoder;
import io.github.electra4j.documents.answer.PassageRanker;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How questions are answered out of documents. */
final class AskArguments {
    @Option(
            names = "--retrieved",
            paramLabel = "N",
            defaultValue = "20",
            description = "Passages that are found by their words, and ranked.")
    private int retrieved;

    @Option(
            names = "--read",
            paramLabel = "N",
            defaultValue = "5",
            description = "The likeliest of them that the reader reads.")
    private int read;

    @Option(
            names = "--passage-weight",
            paramLabel = "W",
            defaultValue = "1",
            description = "Exponent of the passage's probability in the confidence; 0 leaves the reader alone.")
    private double passageWeight;

    @Option(
            names = "--search-weight",
            paramLabel = "W",
            defaultValue = "1",
            description =
                    "Exponent of the search's share of a passage beside the --reranker's probability; 0 leaves the latter alone.")
    private double searchWeight;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            defaultValue = "0",
            description = "Confidence below which nothing is answered, 0 to 1.")
    private double threshold;

    AskOptions options(CommandSpec spec) {
        return WrongUse.unless(spec, () -> {
            CrossEncoder.checkWeight(searchWeight);
            return new AskOptions(retrieved, read, passageWeight, threshold);
        });
    }

    /** Refuses options that say how documents are asked where there are none. */
    static void requireNone(CommandSpec spec) {
        for (String name : List.of("--retrieved", "--read", "--passage-weight", "--search-weight", "--threshold")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(name)) {
                throw new ParameterException(
                        spec.commandLine(), name + " says how documents of --index are asked, which is missing");
            }
        }
    }

    /** How passages are ranked: by a model beside the search, or, without one, by the search. */
    static PassageRanker ranker(@Nullable Electra model, double searchWeight) {
        return model == null ? PassageRanker.BY_WORDS : new CrossEncoder(model, searchWeight);
    }

    double searchWeight() {
        return searchWeight;
    }
}
