package io.github.electra4j.task.qa;

import io.github.electra4j.json.JsonFault;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.Utf8Characters;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions in SQuAD's form, of either version; a paragraph at a time is in memory. */
final class SquadQuestions extends QuestionReader {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Utf8Characters in;
    private final JsonParser parser;
    private final boolean labeled;
    private final Deque<Question> pending = new ArrayDeque<>();
    private Level level = Level.BEFORE;
    /** Whether the object that the parser is in had the list that it must have. */
    private boolean found;

    private int article = -1;
    private int paragraph = -1;

    /** Where the parser stands. */
    private enum Level {
        BEFORE,
        ROOT,
        DATA,
        ARTICLE,
        PARAGRAPHS,
        BEHIND
    }

    SquadQuestions(Utf8Characters in, boolean labeled) {
        this.in = in;
        this.labeled = labeled;
        this.parser = MAPPER.createParser(in);
    }

    @Override
    public @Nullable Question next() {
        try {
            while (pending.isEmpty() && level != Level.BEHIND) {
                advance(parser.nextToken());
            }
            return pending.poll();
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    in.file() + ":" + JsonFault.line(e) + ": not valid JSON: " + JsonFault.syntax(e) + " (column "
                            + JsonFault.column(e) + "); correct the file",
                    e);
        }
    }

    private void advance(@Nullable JsonToken token) {
        switch (level) {
            case BEFORE -> {
                expect(token, JsonToken.START_OBJECT, "");
                level = Level.ROOT;
            }
            case ROOT -> enterKey(token, "data", Level.DATA);
            case DATA -> {
                if (token == JsonToken.END_ARRAY) {
                    level = Level.ROOT;
                    found = true;
                } else {
                    article++;
                    paragraph = -1;
                    found = false;
                    expect(token, JsonToken.START_OBJECT, path() + ": ");
                    level = Level.ARTICLE;
                }
            }
            case ARTICLE -> enterKey(token, "paragraphs", Level.PARAGRAPHS);
            case PARAGRAPHS -> {
                if (token == JsonToken.END_ARRAY) {
                    level = Level.ARTICLE;
                    found = true;
                } else {
                    paragraph++;
                    expect(token, JsonToken.START_OBJECT, path() + ": ");
                    long line = line();
                    readParagraph(MAPPER.readTree(parser), line);
                }
            }
            case BEHIND -> throw new IllegalStateException("nothing is read behind the end");
        }
    }

    /** In an object: goes into the list under one key, and passes over all others. */
    private void enterKey(@Nullable JsonToken token, String key, Level inside) {
        if (token != JsonToken.END_OBJECT) {
            boolean wanted = key.equals(parser.currentName());
            JsonToken value = parser.nextToken();
            if (wanted) {
                expect(value, JsonToken.START_ARRAY, (article < 0 ? "" : path() + ".") + key + ": ");
                level = inside;
            } else {
                parser.skipChildren();
            }
        } else if (!found) {
            throw wrong((article < 0 ? "" : path() + ": ") + "the key \"" + key + "\" is missing");
        } else if (level == Level.ARTICLE) {
            level = Level.DATA;
        } else {
            level = Level.BEHIND;
            if (parser.nextToken() != null) {
                throw wrong("something stands behind the object");
            }
        }
    }

    private void readParagraph(JsonNode node, long line) {
        JsonRow row = new JsonRow(node, path() + ".", in.file(), line);
        String context = Question.context(row);
        for (JsonRow object : row.objects("qas")) {
            Question question = Question.of(object, context, labeled);
            if (question.id() == null) {
                throw object.wrong("id", "is missing, expected a text");
            }
            List<GoldAnswer> answers = question.answers();
            if (object.node().path("is_impossible").asBoolean(false) && answers != null && !answers.isEmpty()) {
                throw object.wrong(
                        "is_impossible", "is true, and answers has " + answers.size() + "; correct one of them");
            }
            pending.add(question);
        }
    }

    private String path() {
        return "data[" + article + "]" + (paragraph < 0 ? "" : ".paragraphs[" + paragraph + "]");
    }

    private long line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private void expect(@Nullable JsonToken token, JsonToken expected, String place) {
        if (token != expected) {
            throw wrong(place + "expected " + JsonFault.kind(expected) + ", found "
                    + (token == null ? "nothing" : JsonFault.kind(token)));
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(in.file() + ":" + line() + ": " + what
                + "; a .json file of questions is SQuAD's, {\"data\": [{\"paragraphs\": [{\"context\", \"qas\": [...]}]}]};"
                + " name a file with an object a line .jsonl");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
