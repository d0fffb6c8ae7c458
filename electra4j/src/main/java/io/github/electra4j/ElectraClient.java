package io.github.electra4j;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.extraction.FoundRelation;
import io.github.electra4j.task.qa.FoundAnswer;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.tagging.TaggedSpan;
import io.github.electra4j.task.tagging.TaggedText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Models of a server that {@code electra serve} has started, asked as {@link Electra} is.
 *
 * <pre>{@code
 * ElectraClient client = ElectraClient.to(URI.create("http://localhost:8080"));
 * for (DetectedToken token : client.detect(List.of("The chef ate the meal.")).get(0)) {
 *     System.out.printf("%s %.2f%n", token.token(), token.probability());
 * }
 * }</pre>
 *
 * <p>Thread-safe. A server whose queue is full is asked again after the time that it names, three times in all. Whatever else it refuses is a
 * {@link ServiceException}; that it is not reached, another {@link IOException}. Probabilities have six digits.
 */
public final class ElectraClient {
    private final ServiceConnection connection;
    private final @Nullable String model;
    private final AtomicLong cutTexts;

    private ElectraClient(ServiceConnection connection, @Nullable String model, AtomicLong cutTexts) {
        this.connection = connection;
        this.model = model;
        this.cutTexts = cutTexts;
    }

    /** Of a server without tokens. */
    public static ElectraClient to(URI server) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        return new ElectraClient(new ServiceConnection(http, server, null, Duration.ofMinutes(1)), null, new AtomicLong());
    }

    /** The same, showing a token. */
    public ElectraClient withToken(String token) {
        return with(new ServiceConnection(connection.http(), connection.server(), token, connection.timeout()));
    }

    /** The same, waiting so long for a response. */
    public ElectraClient withTimeout(Duration timeout) {
        return with(new ServiceConnection(connection.http(), connection.server(), connection.token(), timeout));
    }

    /**
     * The same over another client, such as one that trusts a certificate of your own.
     *
     * @param http whose time to connect is kept
     */
    public ElectraClient over(HttpClient http) {
        return with(new ServiceConnection(http, connection.server(), connection.token(), connection.timeout()));
    }

    private ElectraClient with(ServiceConnection other) {
        return new ElectraClient(other, model, cutTexts);
    }

    /** The same, asking the model of this name, and not the first that can do a task. */
    public ElectraClient model(String name) {
        return new ElectraClient(connection, name, cutTexts);
    }

    /** Names of the models that are served. */
    public List<String> models() throws IOException {
        return connection
                .get("/v1/models")
                .path("data")
                .valueStream()
                .map(model -> model.path("id").asString(""))
                .toList();
    }

    /**
     * What the server says of the models that it serves, in its order.
     *
     * @throws IOException where it is not reached, or says something else
     */
    public List<ServiceModel> descriptions() throws IOException {
        return connection
                .get("/v1/models")
                .path("data")
                .valueStream()
                .map(ServiceModel::of)
                .toList();
    }

    /** See {@link Electra#predict(List)}. */
    public List<Prediction> predict(List<LabeledText> texts) throws IOException {
        return asked("classify", texts, (text, input) -> put(input, text.text(), text.pair()), (text, result) -> {
            JsonNode prediction = result.path("prediction");
            return prediction.isNumber() ? new ValuePrediction(prediction.doubleValue()) : classes(result);
        });
    }

    /** The class of a text, see {@link Electra#classify(String)}. */
    public ClassPrediction classify(String text) throws IOException {
        Prediction prediction = predict(List.of(LabeledText.of(text, null))).get(0);
        if (prediction instanceof ClassPrediction classes) {
            return classes;
        }
        throw new IllegalArgumentException("this model gives a value and no class; call predict");
    }

    private static ObjectNode put(ObjectNode input, String text, @Nullable String pair) {
        input.put("text", text);
        return pair == null ? input : input.put("pair", pair);
    }

    private static ClassPrediction classes(JsonNode result) {
        String label = result.path("prediction").asString("");
        Collection<String> labels = result.path("probabilities").propertyNames();
        double[] probabilities = result.path("probabilities")
                .valueStream()
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
        return new ClassPrediction(new ArrayList<>(labels).indexOf(label), label, probabilities);
    }

    /** See {@link Electra#answer(String, String)}; the scores of the parts stay at the server, and are NaN. */
    public QuestionAnswer answer(String question, String context) throws IOException {
        return asked(
                        "answer",
                        List.of(question),
                        (asked, input) -> input.put("question", asked).put("context", context),
                        (asked, result) -> answer(context, result))
                .get(0);
    }

    private static QuestionAnswer answer(String context, JsonNode result) {
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
                result.path("no_answer_score").asDouble(0),
                result.path("no_answer_probability").asDouble(0),
                result.path("start").isNumber());
    }

    /** See {@link Electra#tag(List)}. */
    public List<List<TaggedSpan>> tag(List<String> texts) throws IOException {
        return asked(
                "tag",
                texts,
                (text, input) -> input.put("text", text),
                (text, result) -> spans(text, result.path("spans")));
    }

    /** See {@link Electra#extract(List)}. */
    public List<Extraction> extract(List<String> texts) throws IOException {
        return asked(
                "extract",
                texts,
                (text, input) -> input.put("text", text),
                (text, result) -> new Extraction(
                        TaggedText.of(text),
                        spans(text, result.path("entities")),
                        relations(result.path("relations"))));
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

    private static List<FoundRelation> relations(JsonNode relations) {
        return relations
                .valueStream()
                .map(relation -> new FoundRelation(
                        relation.path("head").intValue(),
                        relation.path("tail").intValue(),
                        relation.path("relation").asString(""),
                        relation.path("probability").doubleValue()))
                .toList();
    }

    /** See {@link Electra#detect(List)}. */
    public List<List<DetectedToken>> detect(List<String> texts) throws IOException {
        return asked("detect", texts, (text, input) -> input.put("text", text), (text, result) -> {
            CodePoints places = CodePoints.of(text);
            return result.path("tokens")
                    .valueStream()
                    .map(token -> new DetectedToken(
                            token.path("token").asString(""),
                            places.unit(token.path("start").intValue()),
                            places.unit(token.path("end").intValue()),
                            token.path("probability").doubleValue()))
                    .toList();
        });
    }

    /**
     * The option that goes with a context.
     *
     * @param question what is asked of the context, or null
     */
    public Choice select(String context, @Nullable String question, List<String> options) throws IOException {
        return select(List.of(ChoiceRow.of(context, question, options))).get(0);
    }

    /** The same for many, in their order. */
    public List<Choice> select(List<ChoiceRow> rows) throws IOException {
        return asked("select", rows, ElectraClient::put, (row, result) -> choice(result));
    }

    private static ObjectNode put(ChoiceRow row, ObjectNode input) {
        ArrayNode list = input.put("context", row.context()).putArray("options");
        row.options().forEach(list::add);
        return row.question() == null ? input : input.put("question", row.question());
    }

    private static Choice choice(JsonNode result) {
        return new Choice(
                result.path("prediction").intValue(),
                result.path("probabilities")
                        .valueStream()
                        .mapToDouble(JsonNode::doubleValue)
                        .toArray());
    }

    /** See {@link Electra#encode(List, Pooling)}. */
    public float[][] encode(List<String> texts, Pooling pooling) throws IOException {
        ObjectNode request = request().put("pooling", pooling.name().toLowerCase(Locale.ROOT));
        return asked("encode", request, texts, (text, input) -> input.put("text", text), (text, result) -> {
                    JsonNode list = result.path("vector");
                    float[] vector = new float[list.size()];
                    for (int i = 0; i < vector.length; i++) {
                        vector[i] = list.get(i).floatValue();
                    }
                    return vector;
                })
                .toArray(float[][]::new);
    }

    /** What the server's documents say to a question. */
    public ServiceAnswer ask(String question) throws IOException {
        return ask(List.of(question)).get(0);
    }

    /** The same for several, in their order. */
    public List<ServiceAnswer> ask(List<String> questions) throws IOException {
        return asked(
                "ask",
                questions,
                (question, input) -> input.put("question", question),
                (question, result) -> ServiceAnswer.of(result));
    }

    /** The first turn of a conversation by the server's dialogue. */
    public ServiceTurn chat(String message) throws IOException {
        return chat(message, null);
    }

    /**
     * The next one. The models are those that the dialogue names, whatever {@link #model} says.
     *
     * @param state that came with the last turn, as it was; null for none
     * @throws IllegalArgumentException where the state is no JSON object
     */
    public ServiceTurn chat(String message, @Nullable String state) throws IOException {
        ObjectNode request = JsonText.object().put("message", message);
        if (state != null) {
            request.set("state", JsonText.parseObject(state.getBytes(StandardCharsets.UTF_8), "state"));
        }
        ServiceTurn turn = ServiceTurn.of(connection.post("/v1/chat", request), message);
        if (turn.cut()) {
            cutTexts.incrementAndGet();
        }
        return turn;
    }

    /**
     * Of how many inputs so far something was cut, since they are longer than a model reads; see {@link Electra#cutTexts}. Those of clients that were made
     * of one another are counted together.
     */
    public long cutTexts() {
        return cutTexts.get();
    }

    /** Whether the server says of a result that something was cut. */
    static boolean isCut(JsonNode result) {
        return result.path("cut").asBoolean(false);
    }

    private ObjectNode request() {
        ObjectNode request = JsonText.object();
        return model == null ? request : request.put("model", model);
    }

    private <I, O> List<O> asked(
            String operation,
            List<I> inputs,
            BiFunction<I, ObjectNode, ObjectNode> write,
            BiFunction<I, JsonNode, O> read)
            throws IOException {
        return asked(operation, request(), inputs, write, read);
    }

    private <I, O> List<O> asked(
            String operation,
            ObjectNode request,
            List<I> inputs,
            BiFunction<I, ObjectNode, ObjectNode> write,
            BiFunction<I, JsonNode, O> read)
            throws IOException {
        ArrayNode list = request.putArray("inputs");
        inputs.forEach(input -> list.add(write.apply(input, JsonText.object())));
        JsonNode results = connection.post("/v1/" + operation, request).path("results");
        if (results.size() != inputs.size()) {
            throw new IOException(connection.server() + ": " + results.size() + " results to " + inputs.size()
                    + " inputs; is it a server of `electra serve`?");
        }
        List<O> outputs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            outputs.add(read.apply(inputs.get(i), results.get(i)));
        }
        cutTexts.addAndGet(
                results.valueStream().filter(ElectraClient::isCut).count());
        return outputs;
    }
}
