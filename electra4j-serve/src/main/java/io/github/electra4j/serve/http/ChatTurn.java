package io.github.electra4j.serve.http;

import io.github.electra4j.dialogue.Conversation;
import io.github.electra4j.dialogue.ModelFolders.Role;
import io.github.electra4j.dialogue.Recognised;
import io.github.electra4j.dialogue.Source;
import io.github.electra4j.dialogue.Turn;
import io.github.electra4j.documents.answer.DocumentAnswer;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.FineTuned;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.Operation;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.task.tagging.Tags;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One turn under way: intents and slots are asked for together, and then for a reply where one is to be selected or read. */
final class ChatTurn {
    private final Desk desk;
    private final @Nullable Ask documents;
    private final Conversation conversation;
    private final CompletableFuture<Turn> turn = new CompletableFuture<>();
    private final Set<CompletableFuture<?>> asked = ConcurrentHashMap.newKeySet();

    /**
     * A turn.
     *
     * @param documents that answers are looked for in, or null
     */
    ChatTurn(Desk desk, @Nullable Ask documents, Conversation conversation) {
        this.desk = desk;
        this.documents = documents;
        this.conversation = conversation;
    }

    /**
     * Asks the models.
     *
     * @return what is said; whoever cancels it takes what is asked from the queue
     */
    CompletableFuture<Turn> start() {
        CompletableFuture<Turn> unusedTurn = turn.whenComplete((said, failure) -> withdraw());
        // The models are asked one after the other, each with a time of its own; that of the request is of all
        // together.
        turn.orTimeout(desk.limits().timeout().toMillis(), TimeUnit.MILLISECONDS);
        TaskRow text = LabeledText.of(conversation.message(), null);
        TaskRow tagged = TaggedText.of(conversation.message());
        try {
            CompletableFuture<Recognised> intents = ask(
                    Role.INTENT,
                    FineTuned.CLASSIFY_TEXTS,
                    text,
                    Recognised.NOTHING,
                    (recognised, answer) -> recognised.with(
                            (ClassPrediction) answer.answer(), answer.task().outputNames()));
            CompletableFuture<Recognised> slots = ask(
                    Role.SLOTS,
                    FineTuned.TAG,
                    tagged,
                    Recognised.NOTHING,
                    (recognised, answer) -> recognised.with(((Tags) answer.answer()).spans()));
            CompletableFuture<Void> unusedEnd = intents.thenCombine(
                            slots, (first, second) -> first.with(second.slots()).withCut(second.cut()))
                    // Reading the next question is no work for a thread that computes.
                    .thenComposeAsync(this::found, desk.writers())
                    .thenApply(conversation::turn)
                    .handle((said, failure) -> {
                        end(said, failure);
                        return null;
                    });
        } catch (RuntimeException e) {
            turn.cancel(false);
            throw e;
        }
        return turn;
    }

    private void end(@Nullable Turn said, @Nullable Throwable failure) {
        if (failure != null) {
            turn.completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        } else if (said != null) {
            turn.complete(said);
        }
    }

    /** With what the sources give that a reply is to be looked for in. */
    private CompletableFuture<Recognised> found(Recognised recognised) {
        List<Source> sources = conversation.sources(recognised);
        CompletableFuture<Recognised> selected =
                sources.contains(Source.REPLIES) ? selected(recognised) : CompletableFuture.completedFuture(recognised);
        if (documents == null || !sources.contains(Source.DOCUMENTS)) {
            return selected;
        }
        CompletableFuture<DocumentAnswer> answer = asked(ModelSource.READER, documents, conversation.message());
        return selected.thenCombine(
                answer, (known, read) -> known.with(Ask.passage(read)).withCut(read.cut()));
    }

    private CompletableFuture<Recognised> selected(Recognised recognised) {
        TaskRow choice = ChoiceRow.of(conversation.context(), null, conversation.options());
        return ask(
                Role.REPLIES,
                FineTuned.SELECT,
                choice,
                recognised,
                (known, answer) -> known.with(
                        (Choice) answer.answer(), conversation.dialogue().replies()));
    }

    private CompletableFuture<Recognised> ask(
            Role role,
            FineTuned operation,
            TaskRow row,
            Recognised known,
            BiFunction<Recognised, FineTuned.Answer, Recognised> with) {
        if (conversation.dialogue().models().of(role) == null) {
            return CompletableFuture.completedFuture(known);
        }
        return asked(role.word(), operation, row)
                .thenApply(answer -> with.apply(known, answer).withCut(answer.cut()));
    }

    private <I, O> CompletableFuture<O> asked(String model, Operation<I, O> operation, I input) {
        CompletableFuture<List<O>> outputs = desk.ask(
                        desk.models().named(model),
                        operation,
                        // The message was bounded when it came; the rest is the dialogue's own.
                        electra -> TaskRequest.counted(List.of(input), operation, electra))
                .outputs();
        watched(outputs);
        return outputs.thenApply(answers -> answers.get(0));
    }

    private void watched(CompletableFuture<?> part) {
        asked.add(part);
        if (turn.isDone()) {
            withdraw();
        }
    }

    private void withdraw() {
        asked.forEach(part -> part.cancel(false));
    }
}
