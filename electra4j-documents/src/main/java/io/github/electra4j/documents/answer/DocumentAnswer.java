package io.github.electra4j.documents.answer;

import io.github.electra4j.documents.passage.Passage;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.json.SixDecimals;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the documents say to a question.
 *
 * @param question asked
 * @param answer the surest that is not declined, or null: the reader found none, or the confidence is below the threshold
 * @param candidates of all passages read, the surest first
 * @param passages all that were found and ranked, the likeliest first
 * @param cut whether the question is longer than the reader reads, and its end was cut off
 */
public record DocumentAnswer(
        String question,
        @Nullable AnswerCandidate answer,
        List<AnswerCandidate> candidates,
        List<RankedPassage> passages,
        boolean cut) {
    public DocumentAnswer {
        candidates = List.copyOf(candidates);
        passages = List.copyOf(passages);
    }

    /** The answer's text; empty for none. */
    public String text() {
        return answer == null ? "" : answer.text();
    }

    /** Confidence in what is answered; where nothing is, in the surest candidate, and 0 where there is none. */
    public double confidence() {
        if (answer != null) {
            return answer.confidence();
        }
        return candidates.isEmpty() ? 0 : candidates.get(0).confidence();
    }

    /**
     * As an object: {@code question}, {@code answer} (empty for none), {@code confidence}, of an answer its place, and {@code cut} where the question was. Places count code points of the
     * document's text, as Python does.
     *
     * @param whole with the candidates of all passages read
     */
    public ObjectNode toJson(boolean whole) {
        ObjectNode object = JsonText.object();
        object.put("question", question);
        if (answer == null) {
            object.put("answer", "");
            object.putNull("start");
            object.putNull("end");
            object.put("confidence", SixDecimals.of(confidence()));
        } else {
            write(answer, object);
        }
        if (cut) {
            object.put("cut", true);
        }
        if (whole) {
            var all = object.putArray("candidates");
            candidates.forEach(candidate -> {
                ObjectNode one = all.addObject();
                write(candidate, one);
                one.put("declined", candidate.declined());
            });
        }
        return object;
    }

    private static void write(AnswerCandidate candidate, ObjectNode object) {
        object.put("answer", candidate.text());
        object.put("confidence", SixDecimals.of(candidate.confidence()));
        object.put("reader_probability", SixDecimals.of(candidate.probability()));
        object.put("passage_probability", SixDecimals.of(candidate.passage().probability()));
        object.put("file", candidate.passage().found().file());
        object.put("start", candidate.startCharacter());
        object.put("end", candidate.endCharacter());
        String title = candidate.passage().found().title();
        if (title != null) {
            object.put("title", title);
        }
        Passage passage = candidate.passage().found().passage();
        if (!passage.heading().isEmpty()) {
            object.put("heading", passage.heading());
        }
        if (candidate.page() > 0) {
            object.put("page", candidate.page());
        }
        ObjectNode inside = object.putObject("passage");
        inside.put("start", passage.characters());
        inside.put(
                "end",
                passage.characters()
                        + passage.text().codePointCount(0, passage.text().length()));
        inside.put("text", passage.text());
    }
}
