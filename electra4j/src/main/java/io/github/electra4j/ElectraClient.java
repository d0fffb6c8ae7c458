package io.github.electra4j;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.relation.Mention;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
        return new ElectraClient(
                new ServiceConnection(http, server, null, Duration.ofMinutes(1)), null, new AtomicLong());
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
        return asked("classify", texts, ElectraClient::put, (text, result) -> ServiceResults.prediction(result));
    }

    /** The class of a text, see {@link Electra#classify(String)}. */
    public ClassPrediction classify(String text) throws IOException {
        Prediction prediction = predict(List.of(LabeledText.of(text, null))).get(0);
        if (prediction instanceof ClassPrediction classes) {
            return classes;
        }
        throw new IllegalArgumentException("this model gives a value and no class; call predict");
    }

    private static ObjectNode put(LabeledText text, ObjectNode input) {
        input.put("text", text.text());
        return text.pair() == null ? input : input.put("pair", text.pair());
    }

    /** How one part of a text is related to another. Where models of other tasks classify too, name the one for relations by {@link #model}. */
    public ClassPrediction relate(String text, Mention head, Mention tail) throws IOException {
        return relate(List.of(RelationRow.of(text, head, tail))).get(0);
    }

    /** The same for many, in their order. */
    public List<ClassPrediction> relate(List<RelationRow> rows) throws IOException {
        return asked("classify", rows, ElectraClient::put, (row, result) -> ServiceResults.classes(result));
    }

    private static ObjectNode put(RelationRow row, ObjectNode input) {
        CodePoints places = CodePoints.of(row.text());
        input.put("text", row.text());
        put(row.head(), places, input.putObject("head"));
        put(row.tail(), places, input.putObject("tail"));
        return input;
    }

    private static void put(Mention mention, CodePoints places, ObjectNode object) {
        object.put("start", places.before(mention.start())).put("end", places.before(mention.end()));
        if (mention.label() != null) {
            object.put("label", mention.label());
        }
    }

    /** See {@link Electra#answer(String, String)}; the scores of the parts stay at the server, and are NaN. */
    public QuestionAnswer answer(String question, String context) throws IOException {
        return answer(List.of(Question.of(question, context))).get(0);
    }

    /** The same for many, in their order. */
    public List<QuestionAnswer> answer(List<Question> questions) throws IOException {
        return asked(
                "answer",
                questions,
                (asked, input) -> input.put("question", asked.question()).put("context", asked.context()),
                (asked, result) -> ServiceResults.answer(asked.context(), result));
    }

    /** See {@link Electra#tag(List)}. */
    public List<List<TaggedSpan>> tag(List<String> texts) throws IOException {
        return asked(
                "tag",
                texts,
                (text, input) -> input.put("text", text),
                (text, result) -> ServiceResults.spans(text, result.path("spans")));
    }

    /** See {@link Electra#extract(List)}. */
    public List<Extraction> extract(List<String> texts) throws IOException {
        return asked("extract", texts, (text, input) -> input.put("text", text), ServiceResults::extraction);
    }

    /** See {@link Electra#detect(List)}. */
    public List<List<DetectedToken>> detect(List<String> texts) throws IOException {
        return asked("detect", texts, (text, input) -> input.put("text", text), ServiceResults::tokens);
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
        return asked("select", rows, ElectraClient::put, (row, result) -> ServiceResults.choice(result));
    }

    private static ObjectNode put(ChoiceRow row, ObjectNode input) {
        ArrayNode list = input.put("context", row.context()).putArray("options");
        row.options().forEach(list::add);
        return row.question() == null ? input : input.put("question", row.question());
    }

    /** See {@link Electra#encode(List, Pooling)}. */
    public float[][] encode(List<String> texts, Pooling pooling) throws IOException {
        return asked(
                        "encode",
                        request(pooling),
                        texts,
                        (text, input) -> input.put("text", text),
                        (text, result) -> ServiceResults.vector(result))
                .toArray(float[][]::new);
    }

    /** The cosine of the vectors of two texts, -1 to 1; see {@link SentenceSimilarity}. */
    public double similarity(String text, String pair, Pooling pooling) throws IOException {
        return similarity(List.of(LabeledText.of(text, pair)), pooling).get(0);
    }

    /** The same for many pairs, in their order. */
    public List<Double> similarity(List<LabeledText> pairs, Pooling pooling) throws IOException {
        return asked("similarity", request(pooling), pairs, ElectraClient::put, (pair, result) -> result.path("cosine")
                .doubleValue());
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

    private ObjectNode request() {
        ObjectNode request = JsonText.object();
        return model == null ? request : request.put("model", model);
    }

    private ObjectNode request(Pooling pooling) {
        return request().put("pooling", pooling.name().toLowerCase(Locale.ROOT));
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
        cutTexts.addAndGet(results.valueStream().filter(ServiceResults::isCut).count());
        return outputs;
    }
}
