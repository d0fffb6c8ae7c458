package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.dialogue.Answerer;
import io.github.electra4j.dialogue.DialogueDocuments;
import io.github.electra4j.dialogue.PassageAnswer;
import io.github.electra4j.documents.answer.AnswerCandidate;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.documents.answer.DocumentReader;
import io.github.electra4j.documents.index.DocumentIndex;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The documents of a dialogue, opened: what `electra ask` says to a question is an answer in a conversation. */
final class ReadDocuments implements Answerer, AutoCloseable {
    private final DocumentIndex index;
    private final Electra model;
    private final @Nullable Electra ranker;
    private final DocumentReader reader;

    private ReadDocuments(DocumentIndex index, Electra model, @Nullable Electra ranker) {
        this.index = index;
        this.model = model;
        this.ranker = ranker;
        this.reader = new DocumentReader(index, model, AskArguments.ranker(ranker, 1), AskOptions.DEFAULT);
    }

    /** Opens them; null where a dialogue has none. */
    static @Nullable ReadDocuments of(@Nullable DialogueDocuments source) throws IOException {
        if (source == null) {
            return null;
        }
        DocumentIndex index = DocumentIndex.open(source.index());
        Electra model = null;
        Electra ranker = null;
        try {
            model = Electra.load(source.reader());
            ranker = source.reranker() == null ? null : Electra.load(source.reranker());
            return new ReadDocuments(index, model, ranker);
        } catch (IOException | RuntimeException e) {
            close(index, model, ranker);
            throw e;
        }
    }

    private static void close(DocumentIndex index, @Nullable Electra model, @Nullable Electra ranker)
            throws IOException {
        if (ranker != null) {
            ranker.close();
        }
        if (model != null) {
            model.close();
        }
        index.close();
    }

    @Override
    public @Nullable PassageAnswer answer(String question) {
        AnswerCandidate answer = reader.ask(question).answer();
        return answer == null
                ? null
                : new PassageAnswer(
                        answer.text(),
                        answer.confidence(),
                        answer.passage().found().file(),
                        answer.startCharacter(),
                        answer.endCharacter(),
                        answer.passage().found().passage().text(),
                        answer.passage().found().passage().characters());
    }

    @Override
    public void close() throws IOException {
        close(index, model, ranker);
    }
}
