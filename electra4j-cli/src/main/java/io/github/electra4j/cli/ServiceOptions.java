package io.github.electra4j.cli;

import io.github.electra4j.ElectraClient;
import io.github.electra4j.ModelTask;
import io.github.electra4j.Pooling;
import io.github.electra4j.ServiceModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which running server is measured. */
final class ServiceOptions {
    /** As that of `electra serve`. */
    private static final String TOKEN_VARIABLE = "ELECTRA_SERVE_TOKEN";

    @Option(
            names = "--service",
            paramLabel = "URL",
            description =
                    "Ask a running server in place of --model, such as http://localhost:8080: models of classification, regression"
                            + " and choice. A token is taken from the environment, " + TOKEN_VARIABLE + ".")
    private @Nullable URI service;

    @Option(
            names = "--service-model",
            paramLabel = "NAME",
            description = "The model of the server; without it the first that is for the task.")
    private @Nullable String name;

    /**
     * Refuses what does not go together.
     *
     * @param model as given by --model
     */
    void check(@Nullable Path model) {
        if ((model == null) == (service == null)) {
            throw new IllegalArgumentException(
                    model == null
                            ? "--model DIR or --service URL is missing: what is to be measured?"
                            : "--model and --service: expected one of them");
        }
        if (name != null && service == null) {
            throw new IllegalArgumentException("--service-model is for --service URL; add that, or leave it out");
        }
        if (service != null
                && (service.getHost() == null
                        || !String.valueOf(service.getScheme()).matches("https?"))) {
            throw new IllegalArgumentException(
                    "--service " + service + ": expected an address such as http://localhost:8080");
        }
    }

    /**
     * The model that is asked.
     *
     * @param task that it must be for; null where any will do that can be measured
     * @param set named set whose rows it is asked
     */
    AskedModel model(@Nullable String task, @Nullable String set) throws IOException {
        URI server = Objects.requireNonNull(service);
        String token = System.getenv(TOKEN_VARIABLE);
        ElectraClient open = ElectraClient.to(server);
        ElectraClient client = token == null ? open : open.withToken(token);
        List<ServiceModel> served = client.descriptions();
        ServiceModel chosen = served.stream()
                .filter(model -> name == null
                        ? model.task() != null && (task == null || model.task().equals(task))
                        : model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(server + ": "
                        + (name != null
                                ? "there is no model " + name
                                : "no model is " + (task == null ? "fine-tuned" : "for " + task))
                        + "; served are "
                        + String.join(
                                ", ", served.stream().map(ServiceModel::name).toList())));
        ModelTask known = new ModelTask(chosen.measuredTask(), null, chosen.maxLength(), Pooling.CLS, List.of(), set);
        ElectraClient asked = client.model(chosen.name());
        return new AskedModel(chosen.name(), known, new ServiceAnswers(asked), () -> cut(asked, known));
    }

    private static CutInputs cut(ElectraClient client, ModelTask model) {
        long texts = client.cutTexts();
        String said = model.task().limit(model.maxLength()).cut(String.valueOf(texts));
        return new CutInputs(texts, OptionalLong.empty(), texts == 0 ? List.of() : List.of(said));
    }
}
