package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.Electra;
import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.json.JsonText;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Conversations with a process, whose models are random networks. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read of a pipe cannot be interrupted
class ChatIT {
    /** Whatever the random classifier says, it is sure of it. */
    private static final String SURE = """
            models: {intent: classifier, replies: chooser}
            confidence: {intent: 0, out_of_scope: 0, reply: 0}
            intents:
              LABEL_0: {reply: zero}
              LABEL_1: {reply: one}
              LABEL_2: {from: replies}
            replies: [w7, w8]
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeModels() throws Exception {
        TinyTask.classifier(folder);
        TinyTask.chooser(folder);
        Files.writeString(folder.resolve("sure.yaml"), SURE);
        Files.writeString(
                folder.resolve("unsure.yaml"), SURE.replace("confidence: {intent: 0,", "confidence: {intent: 1,"));
    }

    /** What the file has for the label that the classifier names. */
    private String expected(String message) throws Exception {
        try (Electra classifier = Electra.load(folder.resolve("classifier"))) {
            return switch (classifier.classify(message).label()) {
                case "LABEL_0" -> "zero";
                case "LABEL_1" -> "one";
                default -> "w7 or w8";
            };
        }
    }

    @Test
    void chat_pipedMessages_areAnsweredByTheFileWithWhatWasRecognised() throws Exception {
        Result result = ElectraProcess.runWith(folder, "w7 w8\n\nw20 w21".getBytes(UTF_8), "chat", "sure.yaml");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(expected("w7 w8")).contains(lines.get(0));
        assertThat(lines.get(1)).matches("  (reply|selected); intent LABEL_\\d 0\\.\\d\\d, LABEL_\\d 0\\.\\d\\d.*");
        assertThat(expected("w20 w21")).contains(lines.get(2));
    }

    @Test
    void chat_unsureTwice_asksBackThenHandsOver() throws Exception {
        Result result =
                ElectraProcess.runWith(folder, "w7 w8\nw20 w21 w22\n".getBytes(UTF_8), "chat", "unsure.yaml", "--json");

        assertThat(result.code()).as(result.err()).isZero();
        List<ObjectNode> turns = result.out()
                .lines()
                .map(line -> JsonText.parseLine(line, "out"))
                .toList();
        assertThat(turns).extracting(turn -> turn.get("act").stringValue()).containsExactly("ask_intent", "hand_over");
        assertThat(turns.get(0).get("message").stringValue()).isEqualTo("w7 w8");
        assertThat(turns.get(0).path("state").path("pending").path("intents")).hasSize(2);
        assertThat(turns.get(0).path("recognised").path("intents")).hasSize(3);
        assertThat(turns.get(1).path("state").path("turns")).hasSize(2);
    }

    @Test
    void chat_whileMessagesCome_answersEachAtOnce() throws Exception {
        Process process = ElectraProcess.start(folder, "chat", "sure.yaml", "--brief");
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                OutputStream in = process.getOutputStream()) {
            for (String message : List.of("w7 w8", "w20 w21")) {
                in.write((message + "\n").getBytes(UTF_8));
                in.flush();
                assertThat(expected(message)).contains(out.readLine());
            }
            in.close();
            assertThat(out.readLine()).isNull();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void chat_messageThatIsTooLong_isRefusedByItsLine() throws Exception {
        Result result = ElectraProcess.runWith(
                folder, ("w7\n\n" + "w8 ".repeat(2000) + "\n").getBytes(UTF_8), "chat", "sure.yaml", "--brief");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().lines()).hasSize(1);
        assertThat(result.err())
                .isEqualTo(
                        "electra: standard input:3: the message has 6000 characters, expected at most 4000; say it in fewer\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void chat_whoseOutputIsFull_saysSo() throws Exception {
        Process process = ElectraProcess.startInto(Path.of("/dev/full"), folder, "chat", "sure.yaml");
        Result result = ElectraProcess.ended(process, "w7\nw8\n".getBytes(UTF_8), "chat");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("electra: standard output: No space left on device")
                .hasLineCount(1);
    }

    @Test
    void chat_fileWithAnUnknownIntent_isRefusedByItsLine() throws Exception {
        Files.writeString(folder.resolve("wrong.yaml"), SURE.replace("LABEL_1", "LABLE_1"));

        Result result = ElectraProcess.run(folder, "chat", "wrong.yaml");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .startsWith(
                        "electra: wrong.yaml:5: the intent LABLE_1 is no label of the model of intent; did you mean");
    }
}
