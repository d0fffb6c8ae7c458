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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The documents of a dialogue, opened: what `electra ask` says to a question is an answer in a conversation. */
final class ReadDocuments implements Answerer, AutoCloseable {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final DocumentReader reader;

    private ReadDocuments(DialogueDocuments source) throws IOException {
        try {
            DocumentIndex index = open(DocumentIndex.open(source.index()));
            Electra model = open(Electra.load(source.reader()));
            Electra ranker = source.reranker() == null ? null : open(Electra.load(source.reranker()));
            this.reader = new DocumentReader(index, model, AskArguments.ranker(ranker), AskOptions.DEFAULT);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Opens them; null where a dialogue has none. */
    static @Nullable ReadDocuments of(@Nullable DialogueDocuments source) throws IOException {
        return source == null ? null : new ReadDocuments(source);
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.add(part);
        return part;
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
                        answer.passage().found().passage().text());
    }

    @Override
    public void close() throws IOException {
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        opened.clear();
    }
}
