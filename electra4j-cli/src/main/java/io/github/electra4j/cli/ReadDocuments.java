package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.EnginePrecision;
import io.github.electra4j.dialogue.Answerer;
import io.github.electra4j.dialogue.DialogueDocuments;
import io.github.electra4j.documents.answer.DocumentAnswer;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.DocumentSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The documents of a dialogue, opened: what a server says to a question is an answer in the terminal. */
record ReadDocuments(Ask documents, Electra reader) implements Answerer, AutoCloseable {
    /** Opens them; null where a dialogue has none. */
    static @Nullable ReadDocuments of(@Nullable DialogueDocuments source) throws IOException {
        if (source == null) {
            return null;
        }
        Ask documents = Ask.open(DocumentSource.of(source), EnginePrecision.FP32);
        try {
            Electra reader = Electra.load(source.reader());
            try {
                documents.requireReader(reader, source.reader());
            } catch (IllegalArgumentException e) {
                reader.close();
                throw e;
            }
            return new ReadDocuments(documents, reader);
        } catch (IOException | RuntimeException e) {
            documents.close();
            throw e;
        }
    }

    @Override
    public Found answer(String question) {
        DocumentAnswer said = documents.compute(List.of(question), reader).get(0);
        return new Found(Ask.passage(said), said.cut());
    }

    @Override
    public void close() {
        reader.close();
        documents.close();
    }
}
