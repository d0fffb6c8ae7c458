package io.github.electra4j.dialogue;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.dialogue.ModelFolders.Role;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.RowAnswer;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.task.tagging.Tagging;
import io.github.electra4j.task.tagging.Tags;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue with its models loaded, for a program or a terminal.
 *
 * <pre>{@code
 * try (DialogueModels models = DialogueModels.load(Dialogue.read(Path.of("shop.yaml")))) {
 *     Turn turn = models.turn(DialogueState.EMPTY, "When do you open?");
 *     System.out.println(turn.reply());
 *     turn = models.turn(turn.state(), "And can I bring my bicycle?");
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class DialogueModels implements AutoCloseable {
    private final Dialogue dialogue;
    private final Map<Role, Electra> models = new EnumMap<>(Role.class);

    private final @Nullable Answerer answerer;

    private DialogueModels(Dialogue dialogue, @Nullable Answerer answerer) {
        this.dialogue = dialogue;
        this.answerer = answerer;
    }

    /**
     * Loads the models.
     *
     * @throws IllegalArgumentException where one of them is for another task, or does not know an intent or a slot; see {@link Electra#load(Path)} too
     */
    public static DialogueModels load(Dialogue dialogue) throws IOException {
        return load(dialogue, null);
    }

    /**
     * The same with documents.
     *
     * @param answerer out of those that the dialogue names; where it is null, nothing is found in documents
     */
    public static DialogueModels load(Dialogue dialogue, @Nullable Answerer answerer) throws IOException {
        DialogueModels loaded = new DialogueModels(dialogue, answerer);
        try {
            for (Role role : Role.values()) {
                Path folder = dialogue.models().of(role);
                if (folder != null) {
                    Electra model = load(role, folder);
                    loaded.models.put(role, model);
                    check(dialogue, role, model);
                }
            }
            return loaded;
        } catch (IOException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private static Electra load(Role role, Path folder) throws IOException {
        try {
            return Electra.load(folder);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "the dialogue's model of " + role.word() + ": " + (e.getReason() == null ? "" : e.getFile() + ": ")
                            + Objects.requireNonNullElse(e.getReason(), e.getFile())
                            + "; train it first, docs/dialogue.md tells how",
                    e);
        }
    }

    /** See {@link Dialogue#check}. */
    public static void check(Dialogue dialogue, Role role, Electra model) {
        ModelTask task = model.task();
        dialogue.check(
                role,
                task == null ? null : task.task().name(),
                task == null ? List.of() : task.task().outputNames());
    }

    /**
     * What is said to a message.
     *
     * @throws IllegalArgumentException where the message is blank or too long, see {@link Conversation#LONGEST}
     */
    public Turn turn(DialogueState state, String message) {
        Conversation conversation = new Conversation(dialogue, state, message);
        Recognised recognised = Recognised.NOTHING;
        Electra classifier = models.get(Role.INTENT);
        if (classifier != null) {
            TextTask task = (TextTask) classifier.knownTask().task();
            RowAnswer<Prediction> intent = asked(classifier, task, LabeledText.of(message, null));
            recognised = recognised
                    .with((ClassPrediction) intent.answer(), task.outputNames())
                    .withCut(intent.cut());
        }
        Electra tagger = models.get(Role.SLOTS);
        if (tagger != null) {
            Tagging task = (Tagging) tagger.knownTask().task();
            RowAnswer<Tags> slots = asked(tagger, task, TaggedText.of(message));
            recognised = recognised.with(slots.answer().spans()).withCut(slots.cut());
        }
        List<Source> sources = conversation.sources(recognised);
        if (answerer != null && sources.contains(Source.DOCUMENTS)) {
            Answerer.Found found = answerer.answer(message);
            recognised = recognised.with(found.answer()).withCut(found.cut());
        }
        Electra chooser = models.get(Role.REPLIES);
        if (chooser != null && sources.contains(Source.REPLIES)) {
            ChoiceTask task = (ChoiceTask) chooser.knownTask().task();
            ChoiceRow row = ChoiceRow.of(conversation.context(), null, conversation.options());
            RowAnswer<Choice> choice = asked(chooser, task, row);
            recognised = recognised.with(choice.answer(), dialogue.replies()).withCut(choice.cut());
        }
        return conversation.turn(recognised);
    }

    private static <R extends TaskRow, W extends Window, A> RowAnswer<A> asked(
            Electra model, Task<R, W, A> task, R row) {
        return model.rowAnswers(new TaskRows<>(task, List.of(row))).get(0);
    }

    @Override
    public void close() {
        models.values().forEach(Electra::close);
    }
}
