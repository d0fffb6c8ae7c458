package io.github.electra4j.serve;

import io.github.electra4j.EnginePrecision;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.dialogue.DialogueDocuments;
import io.github.electra4j.dialogue.DialogueModels;
import io.github.electra4j.dialogue.ModelFolders.Role;
import io.github.electra4j.serve.http.Served;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.DocumentSource;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.serve.runs.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Loads what is to be served, and finds out whether it goes together. */
final class Loading {
    private final List<ServedModel> models = new ArrayList<>();
    private final List<Ask> opened = new ArrayList<>();

    private Loading() {}

    /**
     * Loads it.
     *
     * @throws IllegalArgumentException where there is neither a model nor runs, two models have one name, a model that the dialogue or
     *     documents ask is not among
     *     them, or a file is damaged
     */
    static Served load(Serving serving) throws IOException {
        if (serving.models().isEmpty() && serving.runs() == null) {
            throw new IllegalArgumentException("no model to serve; name one or more directories");
        }
        ModelSource.requireDistinct(serving.models());
        Loading loading = new Loading();
        try {
            return loading.loaded(serving);
        } catch (IOException | RuntimeException e) {
            loading.models.forEach(ServedModel::close);
            loading.opened.forEach(Ask::close);
            throw e;
        }
    }

    private Served loaded(Serving serving) throws IOException {
        RunFolder runs = serving.runs() == null ? null : new RunFolder(serving.runs());
        Dialogue dialogue = serving.dialogue();
        DialogueDocuments read = dialogue == null ? null : dialogue.documents();
        // That of the models, which are all given one.
        EnginePrecision precision = serving.models().stream()
                .findFirst()
                .map(ModelSource::precision)
                .orElse(EnginePrecision.FP32);
        Ask ask = open(serving.documents(), precision);
        Ask dialogueAsk = open(read == null ? null : DocumentSource.of(read), precision);
        for (ModelSource source : serving.models()) {
            models.add(new ServedModel(source));
        }
        if (ask != null && models.stream().noneMatch(model -> model.ask(ask::suits))) {
            throw new IllegalArgumentException(
                    "documents are read by a model fine-tuned for qa, and none is served; name one beside the index");
        }
        if (dialogue != null) {
            for (ModelSource wanted : ModelSource.of(dialogue)) {
                check(dialogue, wanted, dialogueAsk);
            }
        }
        return new Served(models, runs, ask, dialogue, dialogueAsk);
    }

    private @Nullable Ask open(@Nullable DocumentSource source, EnginePrecision precision) throws IOException {
        if (source == null) {
            return null;
        }
        Ask ask = Ask.open(source, precision);
        opened.add(ask);
        return ask;
    }

    private void check(Dialogue dialogue, ModelSource wanted, @Nullable Ask documents) {
        ServedModel served = models.stream()
                .filter(model -> model.name().equals(wanted.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the dialogue asks a model " + wanted.name() + ", which is not among those served"));
        if (!wanted.name().equals(ModelSource.READER)) {
            Role role = Role.valueOf(wanted.name().toUpperCase(Locale.ROOT));
            served.require(electra -> DialogueModels.check(dialogue, role, electra));
        } else if (documents != null) {
            served.require(electra -> documents.requireReader(electra, wanted.directory()));
        }
    }
}
