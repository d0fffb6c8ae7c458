package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.EnginePrecision;
import io.github.electra4j.dialogue.PassageAnswer;
import io.github.electra4j.documents.answer.AnswerCandidate;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.documents.answer.CrossEncoder;
import io.github.electra4j.documents.answer.DocumentAnswer;
import io.github.electra4j.documents.answer.DocumentReader;
import io.github.electra4j.documents.answer.PassageRanker;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.index.FoundPassage;
import io.github.electra4j.task.JsonRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The answer to a question out of indexed documents, by a model that answers questions. */
public final class Ask implements Operation<String, DocumentAnswer>, AutoCloseable {
    /** Word pieces of a passage, about. */
    private static final int PASSAGE_PIECES = 160;

    private final DocumentIndex index;
    private final @Nullable Electra rankerModel;
    private final PassageRanker ranker;
    private final AskOptions options;

    private Ask(DocumentIndex index, @Nullable Electra rankerModel, double searchWeight, AskOptions options) {
        this.index = index;
        this.rankerModel = rankerModel;
        this.ranker = rankerModel == null ? PassageRanker.BY_WORDS : new CrossEncoder(rankerModel, searchWeight);
        this.options = options;
    }

    /**
     * Opens documents.
     *
     * @throws IllegalArgumentException where the index is damaged, or the model that ranks is for something else
     * @throws IOException where there is none
     */
    public static Ask open(DocumentSource source, EnginePrecision precision) throws IOException {
        DocumentIndex index = DocumentIndex.open(source.index());
        Electra model = null;
        try {
            model = source.reranker() == null ? null : Electra.load(source.reranker(), precision);
            return new Ask(index, model, source.searchWeight(), source.options());
        } catch (IOException | RuntimeException e) {
            if (model != null) {
                model.close();
            }
            index.close();
            throw e;
        }
    }

    /** An answer as a conversation has it; null for none. */
    public static @Nullable PassageAnswer passage(DocumentAnswer found) {
        AnswerCandidate answer = found.answer();
        if (answer == null) {
            return null;
        }
        FoundPassage passage = answer.passage().found();
        return new PassageAnswer(
                answer.text(),
                answer.confidence(),
                passage.file(),
                answer.startCharacter(),
                answer.endCharacter(),
                passage.passage().text(),
                passage.passage().characters());
    }

    @Override
    public String name() {
        return "ask";
    }

    @Override
    public boolean suits(Electra model) {
        return FineTuned.ANSWER.suits(model);
    }

    /** Refuses a model that cannot read the documents of a dialogue. */
    public void requireReader(Electra reader, Path directory) {
        if (!suits(reader)) {
            throw new IllegalArgumentException("the dialogue's documents are read by " + directory
                    + ", which was not fine-tuned for qa; name one that was");
        }
    }

    @Override
    public Set<String> keys(Electra model) {
        return Set.of("question");
    }

    @Override
    public String read(JsonRow object, Electra model) {
        String question = object.text("question");
        if (question.isBlank()) {
            throw object.wrong("question", "is empty, expected what is asked");
        }
        return question;
    }

    /** Of the passages read and ranked, which are not known yet, about. */
    @Override
    public long length(String input, Electra model) {
        long passages = (long) options.read() + (rankerModel == null ? 0 : options.retrieved());
        return passages * (model.countTokens(input) + PASSAGE_PIECES);
    }

    @Override
    public long sent(String input, long length, Electra model) {
        return model.countTokens(input);
    }

    @Override
    public List<DocumentAnswer> compute(List<String> inputs, Electra model) {
        return new DocumentReader(index, model, ranker, options).ask(inputs);
    }

    @Override
    public boolean isCut(DocumentAnswer output) {
        return output.cut();
    }

    @Override
    public void write(String input, DocumentAnswer output, ObjectNode object) {
        object.setAll(output.toJson(false));
    }

    @Override
    public void close() {
        if (rankerModel != null) {
            rankerModel.close();
        }
        try {
            index.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
